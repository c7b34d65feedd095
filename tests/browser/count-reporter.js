// Ends with a summary line in Cargo's form, so that `cargo xtask test` counts both runners alike.
export default class CountReporter {
  onBegin(_config, suite) {
    this.suite = suite;
  }

  onEnd(result) {
    const outcomes = this.suite.allTests().map((test) => test.outcome());
    const number = (wanted) => outcomes.filter((outcome) => outcome === wanted).length;
    const verdict = result.status === "passed" ? "ok" : "FAILED";
    const passed = number("expected") + number("flaky");
    console.log(`test result: ${verdict}. ${passed} passed; ${number("unexpected")} failed; ${number("skipped")} ignored`);
  }

  printsToStdio() {
    return true;
  }
}
