import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import assert from "node:assert/strict";

type Send = (request: Request) => Promise<Response>;

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components?: object;
}

interface OpenApiOperation {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: object }>> }>
  >;
}

/** A `fetch` that holds every answer against the API's own document. */
export interface CheckedFetch {
  readonly fetch: Send;
  /** The operations that were answered, with their statuses. */
  readonly seen: Set<string>;
}

/** Reads the document, and checks whatever `send` answers from then on. */
export async function checkedFetch(base: string, send: Send): Promise<CheckedFetch> {
  const document: OpenApi = await (await send(new Request(`${base}/openapi.json`))).json();
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "api", components: document.components ?? {} });
  const validators = new Map<string, ValidateFunction>();
  const seen = new Set<string>();
  const prefix = new URL(base).pathname;
  return {
    seen,
    fetch: async (request) => {
      const response = await send(request);
      const path = `/api${new URL(request.url).pathname.slice(prefix.length)}`;
      const method = request.method.toLowerCase();
      const found = Object.entries(document.paths)
        .filter(([pattern, methods]) => matches(pattern, path) && methods[method] !== undefined)
        .sort(([one], [other]) => one.split("{").length - other.split("{").length)[0];
      if (found === undefined) return response;
      const operation = found[1][method] as OpenApiOperation;
      const { status } = response;
      seen.add(`${operation.operationId} ${status}`);
      const described = operation.responses[String(status)];
      assert.ok(described, `${operation.operationId} answers ${status}, which is not documented`);
      const [type = ""] = (response.headers.get("content-type") ?? "").split(";");
      const schema = described.content?.[type]?.schema;
      if (schema === undefined) {
        assert.equal(described.content, undefined, `${operation.operationId} ${status} is ${type}`);
        return response;
      }
      if (!type.endsWith("json")) return response;
      const key = JSON.stringify(schema);
      const validate = validators.get(key) ??
        ajv.compile(JSON.parse(key.replaceAll("#/components", "api#/components")));
      validators.set(key, validate);
      const body = await response.clone().json();
      assert.ok(
        validate(body),
        `${operation.operationId} ${status}: ${ajv.errorsText(validate.errors)} in ${
          JSON.stringify(body).slice(0, 500)
        }`,
      );
      return response;
    },
  };
}

function matches(pattern: string, path: string): boolean {
  const parts = pattern.split("/");
  const given = path.split("/");
  return parts.length === given.length &&
    parts.every((part, index) => part.startsWith("{") || part === given[index]);
}
