// biome-ignore-all lint/style/noProcessEnv: Lambda hands the role's credentials over in the environment.

/**
 * Stands in for the SDK's own search in every bundle (`infra/build.ts`): a Lambda function's credentials are in its
 * environment. Profiles, single sign-on and instance metadata would be a sixth of each bundle and are never asked.
 */
export const defaultProvider = () => async () => {
  const { env } = process;
  const [accessKeyId, secretAccessKey] = [env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"]];
  if (!accessKeyId || !secretAccessKey) throw new Error("The environment has no AWS credentials.");
  const sessionToken = env["AWS_SESSION_TOKEN"];
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
};
