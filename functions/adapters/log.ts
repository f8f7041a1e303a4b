import { Logger } from "@aws-lambda-powertools/logger";
import type { Log } from "#ports/log.ts";

/** Powertools' structured logger behind our port, so that only codes and ids can be logged. */
export function structuredLog(serviceName: string): Log {
  const logger = new Logger({ serviceName });
  return {
    info: (code, fields = {}) => logger.info(code, { ...fields }),
    warn: (code, fields = {}) => logger.warn(code, { ...fields }),
    error: (code, error, fields = {}) => logger.error(code, { ...fields, ...describe(error) }),
  };
}

/** Name, code and frames of an error: its message may hold somebody's words. */
function describe(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const frames = (error.stack ?? "")
    .split("\n")
    .filter((line) => line.trimStart().startsWith("at "))
    .slice(0, 6);
  return {
    errorName: error.name,
    errorCode: "code" in error ? String(error.code) : "",
    frames: frames.map((line) => line.trim()).join(" | "),
  };
}
