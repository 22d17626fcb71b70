/**
 * The SKUs in a text that a person pasted: separated by commas, semicolons, tabs or line ends, trimmed, each once, in the order
 * of their first appearance. Spaces inside a code belong to it, and case matters.
 */
export function parseSkuList(text: string): readonly string[] {
  const skus = text
    .split(/[,;\t\r\n]+/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  return [...new Set(skus)]
}
