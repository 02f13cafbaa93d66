/** What is mutated together, and the tests that have to notice. */
export interface Group {
  readonly name: string;
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
}

/** Files of a folder; their names are separated by spaces. */
const filesIn = (folder: string, names: string, ending: string): readonly string[] =>
  names.split(' ').map((name) => `${folder}/${name}${ending}`);

const RULES =
  'approvers changes connector fields history justification last-sync options provision-plan request stored-request submission transition';
/** Rules that the tests of others hold. */
const MORE_RULES = 'policy';

const CHECKS =
  'activity approvers assertions channel-token form-owner kept origin request-access show-request';
/** What people do. */
const DEEDS = 'complete decide refresh';
/** Checks that the tests of what people do hold as well. */
const MORE_CHECKS = 'cancel-request on-request retry sign-in';

/** Nothing here opens a database: the tests that reach a mutant take milliseconds. */
export const GROUPS: readonly Group[] = [
  {
    name: 'rules',
    mutate: [
      'src/approval-environment.ts',
      'src/clouds.ts',
      ...filesIn('src/requests', `${RULES} ${MORE_RULES}`, '.ts'),
    ],
    tests: [
      'test/approval-environment.test.ts',
      'test/clouds.test.ts',
      'test/config.test.ts',
      ...filesIn('test/requests', RULES, '.test.ts'),
    ],
  },
  {
    name: 'authorisation',
    mutate: filesIn('src/bot', `${CHECKS} ${DEEDS} ${MORE_CHECKS} receive`, '.ts'),
    tests: filesIn('test/bot', `${CHECKS} ${DEEDS} last-approval receiver`, '.test.ts'),
  },
];
