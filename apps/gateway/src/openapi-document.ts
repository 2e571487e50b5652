import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { readProductVersion } from '@app/platform';

/** The management API as OpenAPI; committed as docs/openapi.json and shown at /api/docs. */
export function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const description = 'Every reply is an envelope `{success, message, data}`; failures carry a stable `code`.';
  const config = new DocumentBuilder()
    .setTitle('Chat API management')
    .setDescription(description)
    .setVersion(readProductVersion())
    .addCookieAuth('session')
    .addBearerAuth({ type: 'http', description: 'Management access token' }, 'access-token')
    .build();
  return SwaggerModule.createDocument(app, config);
}

/** The document is built when somebody opens it, not at every start. */
export function serveApiDocs(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => createOpenApiDocument(app), { jsonDocumentUrl: 'api/docs/openapi.json' });
}
