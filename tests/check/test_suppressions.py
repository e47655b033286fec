from generator import hcl
from generator.check.suppressions import Covers, misuses, suppressions
from generator.location import Location

TEXT = """# tfgen:ignore TFG018, TFG105 because it is old
# a further comment
resource "a_b" "c" {
  x = 1
  # tfgen:ignore TFG001
  y = {
    z = 2
  }
}
# tfgen:ignore
"""


def test_a_comment_covers_the_block_or_attribute_below_it() -> None:
    module = hcl.load({"a.tf": TEXT.encode()})
    (source,) = module.sources.values()
    found = suppressions(source, module.blocks)

    assert [(each.rules, each.reason) for each in found] == [
        (("TFG018", "TFG105"), "it is old"),
        (("TFG001",), ""),
        ((), ""),
    ]
    covers = Covers(found)
    assert covers.cover("TFG018", Location("a.tf", 9, 1))
    assert covers.cover("TFG001", Location("a.tf", 7, 5))
    assert not covers.cover("TFG001", Location("a.tf", 4, 3))
    assert not covers.cover("TFG999", Location("a.tf", 4, 3))


def test_a_suppression_that_is_itself_wrong_is_told() -> None:
    module = hcl.load({"a.tf": TEXT.encode()})
    (source,) = module.sources.values()
    known = ["TFG018", "TFG105", "TFG001"]
    found = suppressions(source, module.blocks)

    said = [message for _, message, _ in misuses([(each, False) for each in found], known)]

    assert said == ["nothing below it breaks TFG018 or TFG105", "gives no reason", "names no rule"]
    assert [message for _, message, _ in misuses([(found[0], True)], ["TFG018"])] == [
        "names TFG105, which there is not"
    ]
