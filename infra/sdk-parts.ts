import type { Plugin } from "esbuild";

/** What AWS's SDK brings along and no function here can come to, by file, and what stands there instead (decision 014). */
const PARTS = {
  /** No operation of ours streams events; the SDK itself would load this only when one does, but S3's, which asks at once. */
  "@smithy/core/dist-es/submodules/event-streams/index.js":
    "export const eventStreamSerdeProvider = () => undefined; export const resolveEventStreamSerdeConfig = (config) => config;",
  /** DynamoDB is at its region's address. The cache of discovered ones is made, and never asked. */
  "@aws-sdk/endpoint-cache/dist-es/index.js": "export class EndpointCache {}",
  /** A function has no profile files; on somebody's machine they would change what runs there. */
  "@smithy/core/dist-es/submodules/config/shared-ini-file-loader/loadSharedConfigFiles.js":
    'export const CONFIG_PREFIX_SEPARATOR = "."; export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });',
  /** Its region is in the environment. */
  "@smithy/core/dist-es/submodules/config/config-resolver/regionConfig/getInstanceMetadataRegion.js":
    "export const getInstanceMetadataRegion = async () => undefined;",
  /** Hashes in JavaScript, for a Node without `node:crypto`. */
  "@smithy/core/dist-es/submodules/checksum/sha256/Sha256Js.js": "export class Sha256Js {}",
  "@smithy/core/dist-es/submodules/checksum/md5/Md5Js.js": "export class Md5Js {}",
} as const;

/** Leaves them out of every bundle. A build fails where the SDK has moved one: then it is time to look again. */
export const withoutUnasked: Plugin = {
  name: "without-unasked",
  setup(build) {
    const left = new Map<string, string>(Object.entries(PARTS));
    for (const [file, contents] of Object.entries(PARTS)) {
      const filter = new RegExp(`node_modules/${file.replace(/[.\\]/g, "\\$&")}$`);
      build.onLoad({ filter }, () => {
        left.delete(file);
        return { contents, loader: "js" };
      });
    }
    build.onEnd(() => ({
      errors: [...left.keys()].map((file) => ({ text: `The SDK has no ${file} any more.` })),
    }));
  },
};
