import type { Language } from "#domain/time.ts";

/** What stands on paper, one thing below the other; how it looks is the business of who draws it. */
export type Block =
  | { readonly is: "title"; readonly text: string }
  | { readonly is: "section"; readonly text: string; readonly beside?: string | undefined }
  | { readonly is: "record"; readonly text: string; readonly beside?: string | undefined }
  | { readonly is: "fact"; readonly name: string; readonly values: readonly string[] }
  | {
      readonly is: "value";
      readonly depth: number;
      readonly name: string;
      readonly value?: string | undefined;
      readonly range?: string | undefined;
      /** What the laboratory says of it, in words. */
      readonly flag?: string | undefined;
    }
  | { readonly is: "words"; readonly text: string; readonly soft?: boolean | undefined }
  | { readonly is: "quote"; readonly text: string; readonly by?: string | undefined };

/** A paper of some pages. */
export interface Outline {
  readonly language: Language;
  readonly title: string;
  readonly author: string;
  readonly at: string;
  readonly blocks: readonly Block[];
  /** At the foot of each page, before its number. */
  readonly foot: string;
  /** "Page {{ page }} of {{ pages }}" */
  pageOf(page: number, pages: number): string;
  /** What is said where this sign stands for one that can't be drawn. */
  notDrawn(sign: string): string;
}
