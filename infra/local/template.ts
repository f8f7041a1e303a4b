import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod/mini";
import { resolve, type Scope } from "./intrinsics.ts";
import { nameProperty, type Physical, type Place, physical } from "./physical-names.ts";
import { refuseUnknown } from "./resource-types.ts";
import { StartProblem } from "./start-problem.ts";

const Resource = z.object({
  Type: z.string(),
  Properties: z._default(z.record(z.string(), z.unknown()), {}),
});

const TemplateFile = z.object({
  Resources: z._default(z.record(z.string(), Resource), {}),
  Parameters: z.optional(
    z.record(z.string(), z.object({ Default: z.optional(z.union([z.string(), z.number()])) })),
  ),
  Mappings: z.optional(
    z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))),
  ),
});

const AssetsFile = z.object({
  files: z.record(z.string(), z.object({ source: z.object({ path: z.optional(z.string()) }) })),
});

const Manifest = z.object({
  artifacts: z._default(
    z.record(z.string(), z.object({ environment: z.optional(z.string()) })),
    {},
  ),
});

/** A synthesised stack as it lies on disk: the template, and where its assets are. */
export interface Synthesised {
  stackName: string;
  region: string;
  account: string;
  template: z.infer<typeof TemplateFile>;
  assets: Record<string, string>;
}

const localAccount = "000000000000";
const defaultRegion = "us-east-2";

/** Finds the stack that serves the API in a cloud assembly (`cdk.out`); `stackName` decides between several. */
export function readSynthesised(cdkOut: string, stackName?: string): Synthesised {
  const files = existsSync(cdkOut) ? templateFiles(cdkOut) : [];
  const stacks = files.map(readStack).filter(servesApi);
  const chosen = stackName ? stacks.filter((stack) => stack.stackName === stackName) : stacks;
  const [only, second] = chosen;
  if (!only) {
    throw new StartProblem(
      `No stack${stackName ? ` named ${stackName}` : ""} with an HTTP API was found in ${cdkOut}. Run "npm run synth" first.`,
    );
  }
  if (second) {
    const names = chosen.map((stack) => stack.stackName).join(", ");
    throw new StartProblem(`${cdkOut} holds several portals (${names}). Name one of them.`);
  }
  refuseUnknown(only.template.Resources);
  return only;
}

function templateFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return entry.name.startsWith("assembly-") ? templateFiles(path) : [];
    }
    return entry.name.endsWith(".template.json") ? [path] : [];
  });
}

function readStack(file: string): Synthesised {
  const folder = dirname(file);
  const stackName = file.slice(folder.length + 1, -".template.json".length);
  const [, account, region] =
    /^aws:\/\/([^/]+)\/(.+)$/.exec(environmentOf(folder, stackName)) ?? [];
  return {
    stackName,
    account: account && /^\d{12}$/.test(account) ? account : localAccount,
    region: region && region !== "unknown-region" ? region : defaultRegion,
    template: z.parse(TemplateFile, readJson(file)),
    assets: assetFolders(folder, stackName),
  };
}

const servesApi = (stack: Synthesised) =>
  Object.values(stack.template.Resources).some(({ Type }) => Type === "AWS::ApiGatewayV2::Api");

function environmentOf(folder: string, stackName: string): string {
  const file = join(folder, "manifest.json");
  const manifest = existsSync(file) ? z.parse(Manifest, readJson(file)) : { artifacts: {} };
  return manifest.artifacts[stackName]?.environment ?? "";
}

function assetFolders(folder: string, stackName: string): Record<string, string> {
  const file = join(folder, `${stackName}.assets.json`);
  const assets = existsSync(file) ? z.parse(AssetsFile, readJson(file)).files : {};
  return Object.fromEntries(
    Object.entries(assets).flatMap(([hash, { source }]) =>
      source.path ? [[hash, join(folder, source.path)]] : [],
    ),
  );
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));

/** A synthesised stack with every name decided: its resources as CloudFormation would hand them to AWS. */
export class Stack {
  readonly place: Place;
  readonly assets: Record<string, string>;
  readonly #template: Synthesised["template"];
  readonly #physical = new Map<string, Physical>();
  readonly #pseudo: Record<string, unknown>;
  readonly #scope: Scope;

  constructor(synthesised: Synthesised, local: Pick<Place, "awsOrigin" | "siteHost">) {
    const { stackName, region, account } = synthesised;
    this.place = { stackName, region, account, ...local };
    this.assets = synthesised.assets;
    this.#template = synthesised.template;
    this.#pseudo = {
      "AWS::Region": region,
      "AWS::AccountId": account,
      "AWS::Partition": "aws",
      "AWS::URLSuffix": "amazonaws.com",
      "AWS::StackName": stackName,
      "AWS::StackId": `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/local`,
      "AWS::NoValue": undefined,
    };
    this.#scope = {
      ref: (name) => this.#reference(name),
      attribute: (id, name) => this.attribute(id, name),
      mapping: (map, key, name) => this.#template.Mappings?.[map]?.[key]?.[name],
    };
  }

  /** Logical ids of all resources of these types, in template order. */
  ids(...types: string[]): string[] {
    return Object.entries(this.#template.Resources)
      .filter(([, resource]) => types.includes(resource.Type))
      .map(([id]) => id);
  }

  /** One resource's properties, intrinsics resolved, parsed by the caller's schema. */
  properties<S extends z.core.$ZodType>(id: string, schema: S): z.output<S> {
    const parsed = z.safeParse(schema, resolve(this.#resource(id).Properties, this.#scope));
    if (!parsed.success) {
      throw new Error(`${id} in the template: ${z.prettifyError(parsed.error)}`);
    }
    return parsed.data;
  }

  ref(id: string): string {
    return this.#physicalOf(id).ref;
  }

  /** What `Fn::GetAtt` answers. An attribute nothing local stands for is recognisable by its text. */
  attribute(id: string, name: string): string {
    return this.#physicalOf(id).attributes[name] ?? `local:${id}.${name}`;
  }

  #reference(name: string): unknown {
    if (name in this.#pseudo) {
      return this.#pseudo[name];
    }
    const parameter = this.#template.Parameters?.[name];
    return parameter ? parameter.Default : this.ref(name);
  }

  #resource(id: string) {
    const resource = this.#template.Resources[id];
    if (!resource) {
      throw new Error(`The template refers to ${id}, which it does not have.`);
    }
    return resource;
  }

  #physicalOf(id: string): Physical {
    const known = this.#physical.get(id);
    if (known) {
      return known;
    }
    const { Type, Properties } = this.#resource(id);
    const given = resolve(Properties[nameProperty(Type) ?? ""], this.#scope);
    const made = physical(Type, {
      ...this.place,
      id,
      given: typeof given === "string" ? given : undefined,
    });
    this.#physical.set(id, made);
    return made;
  }
}
