/** Text made safe inside HTML, attributes included. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** A short page in the manner of the proxies before Bling's servers: what clients must survive without JSON. */
export function proxyPage(status: number, title: string): { readonly status: number; readonly html: string } {
  const text = `${status} ${escapeHtml(title)}`
  return {
    status,
    html: `<html>\r\n<head><title>${text}</title></head>\r\n<body>\r\n<center><h1>${text}</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n`,
  }
}
