/** The table of routes. */
import { activityRoute } from './activity.ts';
import { experimentRoutes } from './experiments/index.ts';
import { healthz, readyz } from './health.ts';
import { generate, listTasks } from './logic.ts';
import { metricsRoute } from './metrics.ts';
import { openApi } from './openapi.ts';
import { pages } from './pages/index.ts';
import type { Route } from './route.ts';
import { run } from './run.ts';
import { scoreBatch, scoreOne } from './score.ts';
import { scoreStream } from './stream.ts';
import { trainerRoutes } from './trainers.ts';
import { listVerifiers } from './verifiers.ts';

export const routes: readonly Route[] = [
  scoreOne,
  scoreBatch,
  scoreStream,
  run,
  listVerifiers,
  listTasks,
  generate,
  ...trainerRoutes,
  ...experimentRoutes,
  healthz,
  readyz,
  metricsRoute,
  activityRoute,
  ...pages,
  openApi(() => routes),
];
