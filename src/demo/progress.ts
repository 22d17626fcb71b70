const TENTHS = 10

/** Shows how far a long work is: one line that grows on a terminal, a line for each tenth elsewhere. */
export function showProgress(
  title: string,
  output: { readonly isTTY?: boolean; write(text: string): unknown },
): (share: number, count: number) => void {
  let shown = -1
  return (share, count) => {
    const percent = Math.floor(share * 100)
    const step = output.isTTY === true ? percent : Math.floor(percent / TENTHS) * TENTHS
    if (step === shown) return
    shown = step
    const line = `… ${title}: ${step}% (${count.toLocaleString('pt-BR')} operações)`
    output.write(output.isTTY === true ? `\r${line}${step === 100 ? '\n' : ''}` : `${line}\n`)
  }
}
