// Background Sync (https://wicg.github.io/background-sync/spec/), which the library of types does not have.

interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

interface ServiceWorkerGlobalScopeEventMap {
  readonly sync: SyncEvent;
}
