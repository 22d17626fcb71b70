import { Component, type ErrorInfo, type ReactNode } from 'react'
import { m } from '../messages/messages.ts'
import { Button } from './button.tsx'
import { Empty } from './states.tsx'

/** Catches what nobody expected, so that a broken part never leaves an empty page. `resetKey` changing tries again. */
export class CrashGuard extends Component<
  { readonly children: ReactNode; readonly resetKey?: string },
  { readonly hasCrashed: boolean }
> {
  override state = { hasCrashed: false }

  static getDerivedStateFromError() {
    return { hasCrashed: true }
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(error, info.componentStack)
  }

  override componentDidUpdate(before: { readonly resetKey?: string }) {
    if (this.state.hasCrashed && before.resetKey !== this.props.resetKey) this.setState({ hasCrashed: false })
  }

  override render() {
    if (!this.state.hasCrashed) return this.props.children
    return (
      <div role="alert">
        <Empty
          title={m.states.crashTitle}
          action={
            <Button look="main" onClick={() => location.reload()}>
              {m.states.reload}
            </Button>
          }
        >
          {m.states.crashText}
        </Empty>
      </div>
    )
  }
}
