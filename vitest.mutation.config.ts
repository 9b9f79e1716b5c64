import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { parts } from './tests/mutation/parts.ts';
import unit from './vitest.config.ts';

const tests = parts[process.env.MUTATED_PART ?? '']?.tests ?? [];

class AsListed extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => tests.findIndex((test) => moduleId.endsWith(`/${test}`));
    return specifications.toSorted((a, b) => place(a) - place(b));
  }
}

// The tests of the part that `npm run mutate` is at.
export default { ...unit, test: { ...unit.test, include: [...tests], sequence: { sequencer: AsListed } } };
