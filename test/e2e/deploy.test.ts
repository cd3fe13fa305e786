/** The files of deploy/: well-formed, and what docs/fleet.md says of them. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { Config, environmentName } from '../../src/config.ts';

const root = join(import.meta.dirname, '../..');

/** As deep as the tests look; a missing step fails there. */
// biome-ignore lint/suspicious/noExplicitAny: data of many shapes, each asserted below
type Doc = any;

function docs(file: string): Doc[] {
  return parseAllDocuments(readFileSync(join(root, file), 'utf8'), { uniqueKeys: true }).map(
    (doc) => {
      assert.deepEqual(doc.errors, [], file);
      assert.deepEqual(doc.warnings, [], file);
      return doc.toJS();
    },
  );
}

const files = globSync('deploy/**/*.yaml', { cwd: root }).sort();
const kubernetes = files.filter((file) => file.includes('/kubernetes/'));
const byKind = (kind: string, name?: string): Doc[] =>
  kubernetes
    .filter((file) => dirname(file) === 'deploy/kubernetes/isolate')
    .flatMap(docs)
    .filter((doc) => doc.kind === kind && (name === undefined || doc.metadata.name === name));
const settings = new Set(Object.keys(Config.shape).map(environmentName));

describe('deploy', () => {
  it('is valid YAML, every object with its kind and name', () => {
    assert.ok(files.length >= 10, files.join());
    for (const file of kubernetes) {
      for (const doc of docs(file)) {
        assert.match(doc.apiVersion, /^(?:[a-z0-9.]+\/)?v\d/, file);
        assert.ok(doc.kind === 'Kustomization' || doc.metadata.name, file);
      }
    }
  });

  it('names only files that are there', () => {
    for (const file of kubernetes.filter((path) => path.endsWith('kustomization.yaml'))) {
      const [{ resources, patches = [] }] = docs(file) as [Doc];
      for (const path of [...resources, ...patches.map((patch: Doc) => patch.path)])
        assert.ok(existsSync(join(root, dirname(file), path)), `${file}: ${path}`);
      for (const { path } of patches)
        assert.doesNotMatch(path, /\.\./, 'kustomize keeps to its folder');
    }
  });

  it('sets only what there is to set', () => {
    const [{ services }] = docs('deploy/compose.yaml') as [Doc];
    const pods = kubernetes.flatMap(docs).filter((doc) => doc.kind === 'Deployment');
    const env = pods.flatMap((doc) => doc.spec.template.spec.containers[0].env ?? []);
    const names = [...Object.keys(services.worker.environment), ...env.map((one: Doc) => one.name)];
    assert.ok(names.length >= 8);
    for (const name of names) assert.ok(settings.has(name), name);
    for (const [, name] of readFileSync(join(root, 'docs/fleet.md'), 'utf8').matchAll(
      /`(ASSAY_[A-Z_]+)`/g,
    ))
      assert.ok(settings.has(name as string), name);
  });

  it('runs workers at level isolate with nothing lifted, and drains them in time', () => {
    const [worker] = byKind('Deployment', 'assay-worker');
    const { spec } = worker.spec.template;
    const [container] = spec.containers;
    assert.equal(spec.securityContext.runAsNonRoot, true);
    assert.equal(spec.securityContext.seccompProfile.type, 'RuntimeDefault');
    assert.equal(container.securityContext.allowPrivilegeEscalation, false);
    assert.deepEqual(container.securityContext.capabilities.drop, ['ALL']);
    assert.equal(spec.automountServiceAccountToken, false);
    const drain = container.env.find((one: Doc) => one.name === 'ASSAY_DRAIN_MS').value;
    assert.ok(spec.terminationGracePeriodSeconds * 1_000 > Number(drain));
    assert.ok(container.env.find((one: Doc) => one.name === 'ASSAY_QUEUE').valueFrom.secretKeyRef);
  });

  it('asks for what each level needs', () => {
    for (const level of ['namespaces', 'cgroup']) {
      const [patch] = docs(`deploy/kubernetes/${level}/worker.yaml`) as [Doc];
      const { spec } = patch.spec.template;
      assert.equal(patch.metadata.name, 'assay-worker');
      assert.equal(spec.securityContext.seccompProfile.type, 'Unconfined');
      assert.equal(spec.containers[0].env[0].value, level);
      assert.equal(spec.containers[0].securityContext.privileged ?? false, level === 'cgroup');
    }
  });

  it('scales on the metric that workers have, and lets nobody else near the queue', () => {
    const [scaler] = byKind('HorizontalPodAutoscaler');
    const { name } = scaler.spec.metrics[0].external.metric;
    assert.ok(readFileSync(join(root, 'src/cli/worker-probes.ts'), 'utf8').includes(`'${name}'`));
    assert.equal(scaler.spec.minReplicas, 1);
    assert.deepEqual(byKind('NetworkPolicy', 'deny-all')[0].spec.podSelector, {});
    const [redis] = byKind('NetworkPolicy', 'redis');
    const [worker] = byKind('Deployment', 'assay-worker');
    const allowed = redis.spec.ingress[0].from[0].podSelector.matchLabels;
    for (const [label, value] of Object.entries(allowed))
      assert.equal(worker.spec.template.metadata.labels[label], value);
    const redisPod = byKind('StatefulSet', 'assay-redis')[0].spec.template;
    assert.deepEqual(redis.spec.podSelector.matchLabels, redisPod.metadata.labels);
    assert.ok(redisPod.spec.containers[0].args.includes('noeviction'));
  });

  it('compose keeps the queue behind a password and off other networks', () => {
    const [{ services, networks }] = docs('deploy/compose.yaml') as [Doc];
    assert.equal(networks.fleet.internal, true);
    assert.equal(services.redis.ports, undefined);
    assert.match(services.redis.command.join(' '), /requirepass.*appendonly yes.*noeviction/s);
    assert.deepEqual(services.worker.cap_drop, ['ALL']);
  });
});
