// SPDX-License-Identifier: Apache-2.0
// The jobs J8 and J9 by DuckDB: node duckdb.mjs JOB THREADS INPUT OUTPUT   (WORK/npm has @duckdb/node-api)
import {createRequire} from 'module';
import path from 'path';
const require = createRequire(path.join(process.env.WORK, 'npm', 'x.js'));
const {DuckDBInstance} = require('@duckdb/node-api');
const [, , job, threads, input, output] = process.argv;
const database = await (await DuckDBInstance.create(':memory:', {threads})).connect();
const jobs = {
  j8: `COPY (FROM read_csv('${input}')) TO '${output}' (FORMAT json)`,
  j9: `COPY (SELECT "città" AS city, count(*) AS n, sum(amount) AS s
             FROM read_csv('${input}', encoding = 'latin-1', delim = ';', decimal_separator = ',')
             GROUP BY 1 ORDER BY 1) TO '${output}' (FORMAT csv, HEADER false)`,
};
await database.run('SET preserve_insertion_order = true');
await database.run(jobs[job]);
process.exit(0);
