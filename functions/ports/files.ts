/** Files that were made for somebody and are not kept: private, and gone a day later. */
export interface Files {
  /** Keeps a file under this name, in the place of one that was there. Rejects when it is not kept for sure. */
  put(name: string, file: { readonly type: string; readonly body: Uint8Array }): Promise<void>;
}

/** Addresses under which such files can be fetched for a short while. */
export interface FileLinks {
  /** The address saves what is there as `as`. Whether there is anything is not looked at. */
  link(name: string, file: { readonly as: string; readonly seconds: number }): Promise<string>;
}
