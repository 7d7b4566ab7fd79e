"""Reads a JUnit file with two readers that are not ours and prints on one line what they saw."""
import json
import sys
import xml.etree.ElementTree as ElementTree

from junitparser import Failure, JUnitXml, Skipped

path = sys.argv[1]


def result(case):
    kinds = {Failure: "failure", Skipped: "skipped"}
    return [[kinds[type(one)], one.message, one.text] for one in case.result]


document = JUnitXml.fromfile(path)
suites = [
    {
        "name": suite.name, "tests": suite.tests, "failures": suite.failures, "skipped": suite.skipped,
        "cases": [
            {"name": case.name, "class": case.classname, "result": result(case), "output": case.system_out}
            for case in suite
        ],
    }
    for suite in document
]
# Reckons the numbers anew from the cases; the file's own must be the same.
counted = JUnitXml.fromfile(path)
for suite in counted:
    suite.update_statistics()
counted.update_statistics()
plain = ElementTree.parse(path).getroot()
print(json.dumps({
    "tests": document.tests, "failures": document.failures, "skipped": document.skipped,
    "counted": [counted.tests, counted.failures, counted.skipped],
    "suites": suites, "plain": [plain.tag, len(plain.findall("testsuite/testcase"))],
}))
