import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { type Site, sites } from '../../lib/site-calls.ts'
import { m } from '../../messages/messages.ts'

/** Lets a site rest or take part again, after saying what that means for its stock and its orders. */
export function PauseSheet({ site, onClose }: { readonly site: Site; readonly onClose: () => void }) {
  const client = useQueryClient()
  const isPaused = site.state === 'paused'
  const texts = m.sites.pauseForm
  const saving = useMutation({
    mutationFn: () => sites.change(site.id, { state: isPaused ? 'active' : 'paused' }),
    onSuccess: async () => {
      toast(isPaused ? texts.resumed : texts.paused)
      await client.invalidateQueries({ queryKey: ['sync'] })
      onClose()
    },
  })
  return (
    <Sheet title={isPaused ? texts.resumeTitle : texts.pauseTitle} note={site.name} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p>{isPaused ? texts.resumeNote : texts.pauseNote}</p>
        <Refused error={saving.error} />
        <Button
          look={isPaused ? 'main' : 'danger'}
          size="large"
          disabled={saving.isPending}
          onClick={() => saving.mutate()}
        >
          {isPaused ? texts.resume : texts.pause}
        </Button>
      </div>
    </Sheet>
  )
}
