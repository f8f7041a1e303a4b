import { resolve } from "node:dns/promises";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import {
  type AwsCall,
  awsJson,
  type JsonService,
  type Place,
} from "#functions/adapters/aws-json.ts";

/** All that preflight asks: AWS in somebody's name, the public DNS, and servers on the internet. */
export interface World {
  service(service: JsonService, awsRegion: string): AwsCall;
  mail(awsRegion: string): SESv2Client;
  /** Answers an empty list where the name or that kind of record does not exist. */
  dns(name: string, type: "A" | "CNAME" | "NS"): Promise<string[]>;
  readonly fetch: typeof fetch;
}

type Credentials = Place["credentials"];

export interface WorldProps {
  readonly credentials: Credentials;
  /** Something that stands for all of AWS; AWS itself where absent. */
  readonly endpoint?: string;
}

/** The real one. */
export const worldOf = ({ credentials, endpoint }: WorldProps): World => ({
  service: (service, region) =>
    awsJson(service, {
      region,
      credentials,
      endpoint: endpoint ?? `https://${service.name}.${region}.amazonaws.com`,
    }),
  mail: (region) =>
    new SESv2Client({
      ...{ region, credentials, maxAttempts: 2 },
      ...(endpoint !== undefined && { endpoint }),
      requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
    }),
  dns: async (name, type) => {
    try {
      return await resolve(name, type);
    } catch (error) {
      if (isAbsent(error)) return [];
      throw error;
    }
  },
  fetch,
});

const isAbsent = (error: unknown) =>
  error instanceof Error &&
  "code" in error &&
  (error.code === "ENOTFOUND" || error.code === "ENODATA");

/** How long a machine may look for credentials: one without any is told so, not kept waiting. */
const LOOK_MS = 5_000;

/** Whoever is signed in here: environment, profile, single sign-on or role, as the AWS CLI would. Undefined: nobody. */
export async function credentialsHere(): Promise<Credentials | undefined> {
  const find = new SESv2Client({ region: "us-east-1" }).config.credentials;
  const credentials: Credentials = async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = await find();
    return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((give) => {
    timer = setTimeout(() => give(undefined), LOOK_MS);
  });
  const found = await Promise.race([credentials().catch(() => undefined), late]);
  clearTimeout(timer);
  return found && credentials;
}
