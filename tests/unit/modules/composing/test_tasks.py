import numpy as np

from modules.composing import corpus, tasks
from modules.composing.batches import PAD, pack


def test_a_corpus_survives_its_file(tmp_path, songs):
    packed = corpus.pack(songs)
    packed.save(tmp_path / "c.npz")
    again = corpus.load(tmp_path / "c.npz")
    assert again.names == packed.names
    assert (again.song(2).bars.notes == songs[2].bars.notes).all()
    assert (again.song(2).bars.chords == songs[2].bars.chords).all()


def test_windows_never_cross_songs(songs):
    windows = tasks.Windows(corpus.pack(songs), 8)
    inside = windows.starts - windows.corpus.first[windows.songs]
    assert inside.max() == 16 - 8
    assert len(windows.starts) == 4 * 9


def test_pools_repeat_and_differ(songs):
    windows = tasks.Windows(corpus.pack(songs), 8)
    one, same, other = (windows.batches(1, pool, 1000)[0] for pool in (0, 0, 1))
    assert one.events.shape == same.events.shape
    assert (one.events == same.events).all()
    assert one.events.shape != other.events.shape or (one.events != other.events).any()


def test_what_is_given_is_not_written_and_nothing_is_lost(songs):
    windows = tasks.Windows(corpus.pack(songs), 8, tasks.Chances(given=1, disturbed=0, octave=0))
    for task in windows.draw(np.random.default_rng(0), 20):
        given = set(task.given.notes[:, 2])
        assert given
        assert not given & set(task.target.notes[:, 2])
        assert (task.target.joined(task.given).notes == task.source.notes).all()
        assert {part for part in range(3) if not task.written[part]} == given


def test_disturbed_music_is_other_music_on_the_grid(songs):
    notes = songs[0].bars.notes
    changed = [tasks.disturb(notes, np.random.default_rng(seed)) for seed in range(12)]
    assert any(len(one) != len(notes) for one in changed)
    assert all(one[:, 1].min() >= 0 and one[:, 1].max() < 16 for one in changed if len(one))


def test_padding_counts_for_nothing(songs):
    windows = tasks.Windows(corpus.pack(songs), 8, tasks.UNTOUCHED)
    batch = pack(windows.draw(np.random.default_rng(0), 3))
    real = (batch.targets[..., 0] != PAD).sum(axis=1)
    notes = (batch.targets[..., 1] != PAD).sum(axis=1)
    assert (real - notes == 8).all()
    assert len(batch.roll) == notes.sum()
