"""The Python client against a live server; run by python.test.ts with ASSAY_URL set."""

import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "clients" / "python"))
import assay  # noqa: E402

FLAKY = os.environ.get("ASSAY_FLAKY_URL", "")


class Live(unittest.TestCase):
    def test_rows_keep_their_order_over_several_requests(self):
        client = assay.Client(batch=7, parallel=3)
        rows = [{"response": f"\\boxed{{{i}}}", "label": str(i - i % 2)} for i in range(50)]
        self.assertEqual(client.rewards(rows), [1.0 if i % 2 == 0 else 0.0 for i in range(50)])

    def test_no_rows(self):
        self.assertEqual(assay.Client().rewards([]), [])

    def test_a_row_without_a_label_is_none(self):
        rows = [{"response": "x", "label": ""}, {"response": "\\boxed{1}", "label": "1"}]
        self.assertEqual(assay.Client().rewards(rows), [None, 1.0])

    def test_samples(self):
        sample = {"verifier": "math", "response": "\\boxed{2}", "reference": {"answer": "2"}}
        self.assertEqual(assay.Client().score_batch([sample])[0]["cause"], "equal")

    def test_half_of_a_surrogate_pair_is_no_trouble(self):
        self.assertEqual(assay.Client().rewards([{"response": "\ud800 \\boxed{1}", "label": "1"}]), [1.0])

    def test_trl(self):
        reward = assay.trl_reward()
        messages = [{"role": "assistant", "content": "so \\boxed{3}"}]
        got = reward(prompts=["", ""], completions=["\\boxed{4}", messages], answer=["4", "4"])
        self.assertEqual(got, [1.0, 0.0])
        with self.assertRaises(assay.AssayError):
            reward(prompts=[""], completions=["x"], solution=["1"])

    def test_verl(self):
        got = assay.compute_score("openai/gsm8k", "\\boxed{72}", "72", {"split": "train"})
        self.assertEqual(got, {"score": 1.0, "acc": 1.0, "scored": 1.0})
        with self.assertRaises(assay.AssayError):
            assay.compute_score("unknown", "x", "")
        got = assay.compute_score("unknown", "x", "", unscorable=-1)
        self.assertEqual(got, {"score": -1.0, "acc": 0.0, "scored": 0.0})

    def test_a_refusal_is_no_reward(self):
        with self.assertRaisesRegex(assay.AssayError, "400|404"):
            assay.Client().post("/v1/score/nothing", b"{}")


@unittest.skipUnless(FLAKY, "no flaky server")
class Flaky(unittest.TestCase):
    """The server hangs up, is busy, and loses a row before it answers."""

    def test_tries_again_and_keeps_the_order(self):
        rows = [{"response": f"\\boxed{{{i}}}", "label": "1"} for i in range(3)]
        self.assertEqual(assay.Client(FLAKY).rewards(rows), [0.0, 1.0, 0.0])

    def test_gives_up(self):
        with self.assertRaisesRegex(assay.AssayError, "2 tries"):
            assay.Client(FLAKY + "/busy", tries=2).rewards([{"response": "x", "label": "1"}])


if __name__ == "__main__":
    unittest.main(verbosity=1)
