import * as z from "zod/mini";

/** What a function's thread is started with. */
export const ThreadStart = z.object({
  file: z.string(),
  exportName: z.string(),
  functionName: z.string(),
  functionArn: z.string(),
  memoryMb: z.number(),
  compileCache: z.string(),
});
export type ThreadStart = z.infer<typeof ThreadStart>;

/** One event for the thread. Events travel as JSON, as they do to Lambda. */
export const Invocation = z.object({
  id: z.string(),
  event: z.string(),
  deadline: z.number(),
});
export type Invocation = z.infer<typeof Invocation>;

export const ThreadReply = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ id: z.string(), result: z.string() }),
  z.object({ id: z.string(), errorType: z.string(), errorMessage: z.string() }),
]);
export type ThreadReply = z.infer<typeof ThreadReply>;
