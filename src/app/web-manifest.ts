/**
 * Points the page at the web app manifest of a language, so that an installation carries its name and shortcuts in that language.
 * Each time with a new link: Chromium may go on with the manifest that it is just fetching when only the address changes.
 */
export function showManifestIn(language: 'es' | 'de', page: Document = document): void {
  const href = `/manifest.${language}.webmanifest`;
  const shown = page.querySelector('link[rel="manifest"]');
  if (shown?.getAttribute('href') === href) return;
  shown?.remove();
  page.head.append(Object.assign(page.createElement('link'), { rel: 'manifest', href }));
}
