// What every script here shares: its one argument, and its one answer.

/** The JSON value that the test handed over. */
export function input() {
  return JSON.parse(process.argv[2]);
}

/** End with an answer for the test. */
export function done(answer) {
  console.log(JSON.stringify(answer));
}
