/** `assay doctor [--json]`: what this host can enforce, what is missing and how to install it. */
import type { Command } from 'commander';

export function doctor(program: Command): void {
  program
    .command('doctor')
    .description('what this host can enforce; languages and isolation levels')
    .option('--json', 'the report as JSON')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const { diagnose, renderDiagnosis } = await import('../../sandbox/doctor.ts');
      const report = await diagnose();
      console.log(json ? JSON.stringify(report, null, 2) : renderDiagnosis(report));
    });
}
