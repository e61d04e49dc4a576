"""Runs the steps of action.yml as GitHub's runner does, against the releases in a folder.

`.ci/action` calls it. What a step `uses` is not run; that it would be is told.
"""

import json
import os
import pathlib
import re
import stat
import subprocess
import sys
import tempfile

import yaml

SOURCE = pathlib.Path(__file__).resolve().parent.parent
RELEASES = pathlib.Path(sys.argv[1]).resolve()
ACTION = yaml.safe_load((SOURCE / "action.yml").read_text(encoding="utf-8"))

BAD = """\
Resources:
  Prepare:
    Type: AWS::SageMaker::ProcessingJob
    Properties:
      ProcessingResources:
        ClusterConfig: { InstanceCount: 3, InstanceType: ml.m5.xlarge, VolumeSizeInGB: 50 }
"""
GOOD = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n"

# Says its arguments, and writes the SARIF that it was asked for.
STAND_IN = """\
#!/usr/bin/env bash
printf '<%s>\\n' "$@"
for it in "$@"; do
  case $it in
    --output=sarif=*) echo '{}' > "${it#--output=sarif=}" ;;
  esac
done
exit 1
"""


class Run:
    """One use of the action in a repository."""

    def __init__(self, inputs, files=(), stand_in=False, **environment):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="action ", dir=RELEASES.parent))
        self.workspace = self.folder / "work space"
        self.workspace.mkdir()
        subprocess.run(["git", "init", "--quiet"], cwd=self.workspace, check=True)
        for path, text in dict(files).items():
            path = self.workspace / path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        unknown = set(inputs) - set(ACTION["inputs"])
        assert not unknown, unknown
        defaults = {name: it.get("default", "") for name, it in ACTION["inputs"].items()}
        self.inputs = {**defaults, **inputs}
        self.environment = {**os.environ, "WIRELINT_RELEASES": RELEASES.as_uri(), **environment}
        self.steps, self.output, self.status, self.uploaded = {}, "", 0, False
        for step in ACTION["runs"]["steps"]:
            self.step(step, stand_in)
        self.exit_code = self.steps.get("run", {}).get("exit-code")

    def step(self, step, stand_in):
        if "uses" in step:
            sarif = self.steps.get("run", {}).get("sarif-file", "")
            assert step["if"] == "${{ !cancelled() && steps.run.outputs.sarif-file != '' }}"
            self.uploaded = sarif != ""
            return
        assert "${{" not in step["run"], "an expression in a script is an injection"
        if self.status:
            return
        files = {it: self.folder / it for it in ("output", "path")}
        for it in files.values():
            it.write_text("")
        if stand_in and step["id"] == "run":
            program = self.folder / "stand-in"
            program.write_text(STAND_IN)
            program.chmod(program.stat().st_mode | stat.S_IXUSR)
            self.steps["install"]["wirelint"] = str(program)
        environment = {name: self.value(it) for name, it in step.get("env", {}).items()}
        run = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.workspace,
            env={
                "RUNNER_OS": "Linux",
                "RUNNER_ARCH": "X64",
                **self.environment,
                **environment,
                "GITHUB_ACTION_PATH": str(SOURCE),
                "GITHUB_OUTPUT": str(files["output"]),
                "GITHUB_PATH": str(files["path"]),
                "RUNNER_TEMP": str(self.folder),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        self.output += run.stdout
        self.status = run.returncode
        pairs = (it.split("=", 1) for it in files["output"].read_text().splitlines())
        self.steps[step["id"]] = dict(pairs)

    def value(self, text):
        def expression(match):
            path = match[1].split(".")
            if path[0] == "inputs":
                return self.inputs[path[1]]
            assert path[0] == "steps" and path[2] == "outputs", match[0]
            return self.steps[path[1]].get(path[3], "")

        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", expression, text)

    def expect(self, status, *texts):
        problems = [f"no {it!r}" for it in texts if it not in self.output]
        if self.status != status:
            problems.append(f"exit code {self.status} instead of {status}")
        if problems:
            sys.exit(f"{self.inputs}: {', '.join(problems)}\n{self.output}")
        return self

    def arguments(self):
        return re.findall(r"^<(.*)>$", self.output, re.MULTILINE)


def installs():
    # The version is that of the action; `latest` and a `v` are understood.
    for version in ("", "latest", f"v{this_version()}"):
        run = Run({"version": version}, {"a.yaml": GOOD}).expect(0, f"wirelint {this_version()}")
        assert run.exit_code == "0" and not run.uploaded
    Run({"version": "9.9.9"}).expect(2, "::error", "cannot download")
    Run({"version": "1.0; touch hacked"}).expect(2, "::error", "neither a release")
    Run({}, RUNNER_OS="Plan9").expect(2, "there is no release for Plan9")
    altered = RELEASES / "download/v0.0.1"
    altered.mkdir()
    for it in (RELEASES / "latest/download").iterdir():
        (altered / it.name).write_bytes(it.read_bytes() + (b"x" if it.suffix == ".gz" else b""))
    Run({"version": "0.0.1"}).expect(2, "is not what was released")


def this_version():
    return re.search(r'^version = "(.*)"', (SOURCE / "Cargo.toml").read_text(), re.MULTILINE)[1]


def lints():
    title = "title=sagemaker-plaintext-processing"
    run = Run({"format": "github"}, {"infra/bad.yaml": BAD})
    run.expect(1, "::error file=infra/bad.yaml,", title)
    assert run.exit_code == "1"
    # What was found is what was asked for.
    Run({"paths": "good.yaml"}, {"bad.yaml": BAD, "good.yaml": GOOD}).expect(0)
    text = "error[sagemaker-plaintext-processing]"
    Run({}, {"bad.yaml": BAD}).expect(1, text)
    Run({"args": "--exit-zero"}, {"bad.yaml": BAD}).expect(0, text)
    Run({"working-directory": "in fra", "paths": "bad.yaml"}, {"in fra/bad.yaml": BAD}).expect(1, text)
    run = Run({"paths": "nowhere"}).expect(2, "nowhere")
    assert run.exit_code == "2"
    Run({"fail-on": "never"}).expect(2, "--fail-on")
    Run({"working-directory": "nowhere"}).expect(2, "::error", "nowhere")
    # Names that a shell would take apart.
    odd = ["a b.yaml", "it's.yaml", 'say "so".yaml', "$(touch hacked).yaml", "--help.yaml"]
    inputs = {"paths": "\n".join([*odd, ""]), "format": "github"}
    run = Run(inputs, {it: BAD for it in odd}).expect(1)
    assert run.output.count(title) == len(odd), run.output
    assert not (run.workspace / "hacked").exists()


def passes_on():
    def given(**inputs):
        inputs = {name.replace("_", "-"): it for name, it in inputs.items()}
        return Run(inputs, {"a b/c.tf": ""}, stand_in=True).expect(1)

    assert given().arguments() == ["check", "--", "."]
    options = {"format": "x", "fail_on": "y z", "config": "a b.toml", "baseline": "$x"}
    assert given(**options).arguments() == [
        "check", "--format=x", "--fail-on=y z", "--config=a b.toml", "--baseline=$x", "--", ".",
    ]
    words = given(args="--strict  --var 'a=$(id) \"b\"' \"it's\"\n  `id` *").arguments()
    assert words[1:-2] == ["--strict", "--var", "a=$(id) \"b\"", "it's", "`id`", "*"], words
    assert given(args=" \n ", paths="\na b\r\n- x\n").arguments() == ["check", "--", "a b", "- x"]
    Run({"args": "'open"}, stand_in=True).expect(2, "a quote that does not end")
    Run({"sarif": "yes"}, stand_in=True).expect(2, "neither true nor false")
    run = given(sarif="true", working_directory="a b")
    assert run.uploaded and "--output=sarif=" in run.arguments()[1]


def uploads():
    inputs = {"sarif": "true", "format": "github", "working-directory": "in fra"}
    run = Run(inputs, {"in fra/bad.yaml": BAD}).expect(1, "::error file=in fra/bad.yaml,")
    sarif = json.loads(pathlib.Path(run.steps["run"]["sarif-file"]).read_text(encoding="utf-8"))
    place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert run.uploaded and place["artifactLocation"]["uri"] == "in%20fra/bad.yaml", place


installs()
lints()
passes_on()
uploads()
print("the action installs, lints, uploads, passes on its inputs and fails as it should")
