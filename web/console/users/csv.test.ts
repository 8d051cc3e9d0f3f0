import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cell, headLine, rowLines } from './csv.ts';

test('what a spreadsheet would run as a formula gets an apostrophe, whatever white space is before it', () => {
  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '  =HYPERLINK("x")', '\r=1']) assert.match(cell(formula), /^"?'/u, formula);
  assert.equal(cell('anna@example.org'), 'anna@example.org');
});

test('commas, quotes and line ends stay inside of their cell', () => {
  assert.equal(cell('Doe, Anna'), '"Doe, Anna"');
  assert.equal(cell('the "one"'), '"the ""one"""');
  assert.equal(cell('two\nlines'), '"two\nlines"');
});

test('a file begins with the titles, and each row has the chosen columns in their order', () => {
  const columns = [
    { title: 'User', text: (row: { name: string }) => row.name },
    { title: 'Ends', text: () => '' },
  ];
  assert.equal(headLine(columns) + rowLines(columns, [{ name: 'anna' }, { name: '=x' }]), "\ufeffUser,Ends\r\nanna,\r\n'=x,\r\n");
});
