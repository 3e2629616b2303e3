from modules.generation.questions.answers import harmony, origins, pace
from modules.generation.questions.piece import Piece, Reading

RECORD = {
    "inputs": {"tracks": {"a": {"name": "Autumn.wav"}, "b": {"name": "River.mid"}}},
    "result": {
        "bpm": 109.54,
        "key": "Bb major",
        "shares": {"melody": 0.0, "rhythm": 0.5, "harmony": 0.25},
        "meeting": {
            "tempo": {"a": 100.0, "b": 120.0},
            "folds": {"a": 0, "b": 1},
            "key": {"a": "C major", "b": "Eb major"},
        },
    },
}


def test_a_blend_says_where_its_tracks_met_and_how_much_there_is_of_each():
    reading = Reading(Piece(None, {"record.json": RECORD}, None))
    assert "goes at 100 and the second at 120 (counted twice as fast); with half of each they met" in pace.tempo(
        reading
    )
    assert "in C major and the second in Eb major; with 75 % of the first track" in harmony.key(reading)
    told = origins.references(reading)
    assert "Autumn.wav (the first track) and River.mid (the second): melody with all of the first track" in told
    assert {fact.path for fact in reading.facts} >= {"record.json#/result/shares/harmony", "record.json#/result/bpm"}
