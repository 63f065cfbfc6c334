import { describe, expect, test } from '@jest/globals';
import { allowsColours, createTerminal, type TerminalOptions } from '../../cli/terminal.ts';
import { FakeClock } from '../../sandbox/clock.ts';
import { recorder } from '../support/operators-context.ts';

const open = (options: Partial<TerminalOptions> & { tty?: boolean; columns?: number } = {}) => {
  const { tty = false, columns = 80, ...rest } = options;
  const [stdout, stderr] = [recorder({ isTTY: tty, columns }), recorder({ isTTY: tty, columns })];
  const clock = new FakeClock();
  return {
    stdout,
    stderr,
    clock,
    terminal: createTerminal({ stdout, stderr, now: () => clock.now(), ...rest }),
  };
};

const EVIL = '\u001b[2Jgone';

describe('lines', () => {
  test('data goes to stdout, talk to stderr', () => {
    const { terminal, stdout, stderr } = open();
    terminal.data('a,b');
    terminal.talk('Looking');
    expect([stdout.text(), stderr.text()]).toEqual(['a,b\n', 'Looking\n']);
  });

  test.each([
    ['of a terminal', true],
    ['of a terminal that shows what was piped into a file', false],
  ])('nobody’s name moves the cursor %s, or forges a line', (_, tty) => {
    const { terminal, stdout, stderr } = open({ tty });
    terminal.data(`a name\nOld pool ${EVIL}`);
    terminal.talk(`two\n${EVIL}`);
    terminal.table(['Name'], [[`x\n${EVIL}`]]);
    terminal.progress('Listing').end(`x\n${EVIL}`);
    expect(stdout.text()).toBe('a name\ufffdOld pool \ufffd[2Jgone\nName\nx\ufffd\ufffd[2Jgone\n');
    expect(stderr.text()).toBe('two\ufffd\ufffd[2Jgone\nx\ufffd\ufffd[2Jgone\n');
  });

  test.each([true, false])('a document is exact, and moves no cursor: on a terminal %p', (tty) => {
    const { terminal, stdout } = open({ tty });
    const value = { name: '\u009b2J\nand more', other: EVIL };
    terminal.document(value);
    expect(JSON.parse(stdout.text())).toEqual(value);
    expect(stdout.text()).not.toMatch(/\p{Cc}(?<!\n)/u);
  });

  test.each([
    ['in a file as it is', false, `"two\nlines",${EVIL}\n`],
    ['on a terminal without what it would obey', true, '"two\ufffdlines",\ufffd[2Jgone\n'],
  ])('a record is %s', (_, tty, expected) => {
    const { terminal, stdout } = open({ tty });
    terminal.record(`"two\nlines",${EVIL}`);
    expect(stdout.text()).toBe(expected);
  });
});

describe('tables', () => {
  const LONG = 'x'.repeat(100);

  test('are never cut: on a narrow terminal they are records', () => {
    const { terminal, stdout } = open({ tty: true, columns: 20 });
    terminal.table(['A', 'B'], [['1', LONG]]);
    expect(stdout.text()).toBe(`A  1\nB  ${LONG}\n`);
  });

  test('are whole in a file', () => {
    const { terminal, stdout } = open({ columns: 20 });
    terminal.table(['A', 'B'], [['1', LONG]]);
    expect(stdout.text()).toBe(`A  B\n1  ${LONG}\n`);
  });

  test.each([
    ['on a terminal', { tty: true, colours: true }, '\u001b[1mA\u001b[22m\n1\n'],
    ['on a terminal without colours', { tty: true }, 'A\n1\n'],
    ['in a file', { colours: true }, 'A\n1\n'],
  ])('have a bold header %s only if they may', (_, options, expected) => {
    const { terminal, stdout } = open(options);
    terminal.table(['A'], [['1']]);
    expect(stdout.text()).toBe(expected);
  });

  test('are left out of JSON', () => {
    const { terminal, stdout } = open({ json: true });
    terminal.table(['A'], [['1']]);
    terminal.document({ a: [1] });
    expect(JSON.parse(stdout.text())).toEqual({ a: [1] });
  });
});

describe('progress', () => {
  test('on a terminal is one line, at most ten times a second, and makes way for others', () => {
    const { terminal, stderr, stdout, clock } = open({ tty: true });
    const progress = terminal.progress('Listing');
    progress.update({ done: 0 });
    progress.update({ done: 1 });
    clock.advanceBy(2000);
    progress.update({ done: 20 });
    terminal.talk('A word');
    terminal.data('row');
    progress.end();
    const clear = '\r\u001b[K';
    expect(stderr.text()).toBe(
      [
        `${clear}Listing  0`,
        `${clear}Listing  20  10/s`,
        `${clear}A word\n${clear}Listing  20  10/s`,
        `${clear}${clear}Listing  20  10/s`,
        `${clear}Listing  20  10/s\n`,
      ].join(''),
    );
    expect(stdout.text()).toBe('row\n');
  });

  test('in a file is a line now and then', () => {
    const { terminal, stderr, clock } = open();
    const progress = terminal.progress('Listing');
    for (let done = 0; done < 25; done += 1) {
      progress.update({ done, total: 50 });
      clock.advanceBy(1000);
    }
    progress.end('Listed 25');
    expect(stderr.text().split('\n')).toEqual([
      expect.stringContaining('10 of 50  1/s  40 s left'),
      expect.stringContaining('20 of 50'),
      'Listed 25',
      '',
    ]);
  });

  test('in a file is one line where it is over soon, and no line comes twice', () => {
    const { terminal, stderr, clock } = open();
    const soon = terminal.progress('Listing');
    soon.update({ done: 0, total: 20 });
    soon.update({ done: 20, total: 20 });
    soon.end();
    const slow = terminal.progress('Comparing');
    clock.advanceBy(10_000);
    slow.update({ done: 7 });
    slow.end();
    expect(stderr.text().split('\n')).toEqual([
      expect.stringMatching(/^Listing .* 20 of 20$/),
      'Comparing  7',
      '',
    ]);
  });

  test('that never began says its title', () => {
    const { terminal, stderr } = open();
    terminal.progress('Listing').end();
    expect(stderr.text()).toBe('Listing\n');
  });
});

test.each([
  [{}, true],
  [{ NO_COLOR: '' }, true],
  [{ NO_COLOR: '1' }, false],
  [{ TERM: 'dumb' }, false],
])('the environment %j allows colours: %p', (environment, expected) => {
  expect(allowsColours(environment)).toBe(expected);
});
