import * as z from "zod/mini";

const JsonWebKeys = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

const Client = z.object({
  id: z.string(),
  jwksUrl: z.optional(z.url()),
  jwks: z.optional(JsonWebKeys),
  secret: z.optional(z.string()),
});

/** What can be told to a simulator in another thread; the clock stays its own. */
export const ThreadOptions = z.object({
  port: z.int().check(z.minimum(0), z.maximum(65_535)),
  dataDir: z.string().check(z.minLength(1)),
  patients: z.int().check(z.minimum(0), z.maximum(5000)),
  seed: z.int(),
  zone: z.string(),
  bundles: z.optional(z.string()),
  clients: z.array(Client),
  webhooks: z.optional(z.array(z.object({ url: z.url(), secret: z.string() }))),
  persona: z.optional(z.string()),
});
