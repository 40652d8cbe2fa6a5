// SPDX-License-Identifier: Apache-2.0
// The job J8 by polars: node polars.cjs INPUT OUTPUT   (threads by POLARS_MAX_THREADS; WORK/npm has nodejs-polars)
const path = require('path');
const polars = require('module').createRequire(path.join(process.env.WORK, 'npm', 'x.js'))('nodejs-polars').default;
const [, , input, output] = process.argv;
polars.readCSV(input, {tryParseDates: true}).writeJSON(output, {format: 'lines'});
