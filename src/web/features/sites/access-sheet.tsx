import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { CopyText } from '../../components/copy-text.tsx'
import { Notice } from '../../components/notice.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { type Site, sites } from '../../lib/site-calls.ts'
import { m } from '../../messages/messages.ts'

/** What a site written by hand needs to call us, shown once; asked for again it replaces what was shown before. */
export function AccessSheet({ site, onClose }: { readonly site: Site; readonly onClose: () => void }) {
  const client = useQueryClient()
  const texts = m.sites.accessForm
  const making = useMutation({
    mutationFn: () => sites.renewAccess(site.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sync', 'sites'] }),
  })
  const access = making.data
  const base = `${location.origin}/site-api/v1`
  return (
    <Sheet title={texts.title} note={site.name} isOpen onClose={onClose}>
      {access === undefined ? (
        <div className="flex flex-col gap-4">
          <p>{site.has_api_key ? texts.again : texts.first}</p>
          <Refused error={making.error} />
          <Button
            look={site.has_api_key ? 'danger' : 'main'}
            size="large"
            disabled={making.isPending}
            onClick={() => making.mutate()}
          >
            {site.has_api_key ? texts.makeAgain : texts.make}
          </Button>
        </div>
      ) : (
        <div className="flex flex-col gap-4">
          <Notice tone="warn">{texts.shown}</Notice>
          <CopyText label={texts.key} text={access.api_key} />
          <CopyText label={texts.secret} text={access.webhook_secret} />
          <CopyText label={texts.url} text={access.webhook_url} />
          <CopyText label={texts.base} text={base} />
          <CopyText
            label={texts.example}
            text={`curl -H "Authorization: Bearer ${access.api_key}" ${base}/products`}
          />
          <a
            href="/api/docs"
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1.5 py-2 font-semibold text-accent underline underline-offset-2"
          >
            <ExternalLink size={16} aria-hidden="true" />
            {texts.howTo}
          </a>
        </div>
      )}
    </Sheet>
  )
}
