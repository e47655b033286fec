from generator.render.tracing import Recorder, SpecMap, TracedStr, paths_of, trace_value, view


def test_what_is_read_is_noted_and_taken_once() -> None:
    recorder = Recorder()
    spec = SpecMap({"a": {"b": "text", "c": [1, 2]}, "d": True}, (), recorder)

    mark = len(recorder.reads)
    inner = spec["a"]
    _ = inner["b"], inner["b"], spec["d"]

    assert ("a", "b") in recorder.since(mark)
    assert recorder.since(mark) == ()


def test_asking_whether_there_is_a_key_is_not_reading_it() -> None:
    recorder = Recorder()
    spec = SpecMap({"a": 1}, (), recorder)

    assert spec.has("a")
    assert not spec.has("b")
    assert recorder.reads == []


def test_a_set_of_paths_has_one_number() -> None:
    recorder = Recorder()

    assert [recorder.number((("a",),)), recorder.number((("b",),)), recorder.number((("a",),))] == [0, 1, 0]
    assert recorder.taken == [(("a",),), (("b",),)]


def test_a_value_carries_its_paths_as_far_as_its_type_can() -> None:
    paths = (("a",),)

    for value in ("text", 5, 1.5):
        traced = trace_value(value, paths)
        assert traced == value
        assert paths_of(traced) == paths
    assert paths_of(trace_value(True, paths)) == ()
    assert paths_of(trace_value(None, paths)) == ()


def test_what_a_template_sees_of_a_text_is_that_text_with_its_path() -> None:
    found = view("text", ("a", "b"), Recorder())

    assert isinstance(found, TracedStr | str)
    assert found == "text"
    assert paths_of(found) in {(("a", "b"),), ()}
