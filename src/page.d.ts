/** What this build of the page calls itself, e.g. "0.1.0"; set by the bundler. */
declare const __APP_VERSION__: string;

/** A mark of the kinds and of how they are shown, made of that code; set by the bundler. */
declare const __SHOWN_BY__: string;

interface ServiceWorkerRegistration {
  /** Background Sync; Chromium alone has it. */
  readonly sync?: { readonly register: (tag: string) => Promise<void>; readonly getTags: () => Promise<string[]> };
}

interface Window {
  /** Absent in browsers without Trusted Types. The DOM library types script addresses as strings, so does this. */
  readonly trustedTypes?: {
    readonly createPolicy: (
      name: string,
      rules: { readonly createScriptURL: (address: string) => string },
    ) => { readonly createScriptURL: (address: string) => string };
  };
}
