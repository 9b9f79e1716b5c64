// Asks the browser to keep this site's data for good, once, at the first real save: that is when there is something to lose.

let asked = false;

export async function askToPersist(): Promise<void> {
  if (asked || !navigator.storage?.persist) return;
  asked = true;
  try {
    if (!(await navigator.storage.persisted())) await navigator.storage.persist();
  } catch {
    asked = false; // the browser could not answer: ask again at the next save
  }
}
