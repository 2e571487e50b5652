import { MODEL_CATALOGUE } from '../domain/model-catalogue';

const CREATED = 1626777600;

/** The catalogue in the form of OpenAI's model list, as clients of this family expect it. */
export const MODEL_LIST = {
  object: 'list',
  data: MODEL_CATALOGUE.map(({ id, owner }) => ({
    id,
    object: 'model',
    created: CREATED,
    owned_by: owner,
    permission: [
      {
        id: 'modelperm-LwHkVFn8AcMItP432fKKDIKJ',
        object: 'model_permission',
        created: CREATED,
        allow_create_engine: true,
        allow_sampling: true,
        allow_logprobs: true,
        allow_search_indices: false,
        allow_view: true,
        allow_fine_tuning: false,
        organization: '*',
        group: null,
        is_blocking: false,
      },
    ],
    root: id,
    parent: null,
  })),
};
