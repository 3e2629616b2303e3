import numpy as np
import pytest

from modules.composing import controls as wishes

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")

from modules.composing import network as door  # noqa: E402
from modules.composing import objective  # noqa: E402
from modules.composing.architecture import Shape  # noqa: E402
from modules.composing.batches import pack  # noqa: E402
from modules.composing.decoding import Taste  # noqa: E402
from modules.composing.network import Order  # noqa: E402
from modules.composing.tasks import whole  # noqa: E402

SHAPE = Shape(width=32, layers=2, keys=1, latent=(4, 4, 8), hidden=32, slot=8, memory=16)


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def bars(bars):
    return bars.window(0, 3)


@pytest.fixture(scope="module")
def composer():
    return door.fresh(SHAPE, 1)


def order(composer, bars, seed=0, **rest):
    controls = wishes.measure(bars, 100, 0, 0)
    return Order(bars.lengths, bars.chords, controls, composer.encode(bars), seed=seed, **rest)


def test_a_latent_for_every_bar_and_notes_inside_the_bars(composer, bars):
    assert composer.encode(bars).shape == (3, 16)
    song = composer.decode([order(composer, bars)])[0]
    assert len(song) == 3
    assert (song.notes[:, 1] < song.lengths[song.notes[:, 0]]).all()
    assert len(np.unique(song.notes[:, :4], axis=0)) == len(song.notes)


def test_a_latent_depends_on_its_own_bar_only(composer, bars):
    alone = composer.encode(bars.window(1, 1))
    assert np.allclose(alone[0], composer.encode(bars)[1], atol=1e-5)


def test_polished_latents_are_likelier_to_give_the_bars_back(composer, bars):
    rough, polished = composer.encode(bars), composer.encode(bars, polish=15)
    assert rough.shape == polished.shape
    wished = wishes.measure(bars)
    data = objective.tensors(pack([whole(bars, wished)]), torch.device("cpu"))
    with torch.no_grad():
        losses = [
            float(objective.judge(composer.network, data, torch.from_numpy(latents)[None])["music"])
            for latents in (rough, polished)
        ]
    assert losses[1] < losses[0] - 0.01
    assert not any(weight.grad is not None for weight in composer.network.parameters())


def test_short_bars_stay_short(composer, bars):
    short = Order(np.array([12, 8, 6]), bars.chords[:3], wishes.free(3), None, seed=4)
    song = composer.decode([short])[0]
    assert (song.notes[:, 1] < np.array([12, 8, 6])[song.notes[:, 0]]).all()


def test_the_same_seed_gives_the_same_notes_whoever_is_beside_and_however_many_threads(composer, bars):
    orders = [order(composer, bars.window(k % 2, 1), (7, k)) for k in range(13)]
    everyone = composer.decode(orders)
    for count in (1, 2):
        torch.set_num_threads(count)
        for k in (0, 5, 12):
            assert (composer.decode([orders[k]])[0].notes == everyone[k].notes).all()
        assert all(
            (a.notes == b.notes).all() for a, b in zip(composer.decode(orders[::-1])[::-1], everyone, strict=True)
        )


def test_another_seed_gives_other_notes_and_greed_needs_none(composer, bars):
    one, two = composer.decode([order(composer, bars, 1), order(composer, bars, 2)])
    assert one.notes.shape != two.notes.shape or (one.notes != two.notes).any()
    greedy = composer.decode([order(composer, bars, 1), order(composer, bars, 2)], Taste(temperature=0))
    assert (greedy[0].notes == greedy[1].notes).all()


def test_given_parts_stay_as_given_and_the_rest_is_new(composer, bars):
    song = composer.decode([order(composer, bars, given=bars, parts=(0,))])[0]
    assert (song.only([0]).notes == bars.only([0]).notes).all()
    assert len(song.only([1, 2]).notes)
    other = bars.without([0])
    assert (
        composer.decode([order(composer, bars, given=other, parts=(1, 2))])[0].only([1, 2]).notes == other.notes
    ).all()


def test_bars_are_played_as_they_will_be_written(composer, bars):
    asked = order(composer, bars, 5)
    song = composer.decode([asked])[0]
    played = list(composer.play(asked))
    assert len(played) == len(song)
    assert all((notes == song.window(bar, 1).notes).all() for bar, notes in enumerate(played))


def test_progress_is_told_for_every_song_and_may_end_the_work(composer, bars):
    told = []
    orders = [order(composer, bars, k) for k in range(12)]
    composer.decode(orders, tell=told.append)
    assert all(len(one) == 12 for one in told)
    assert [sum(one) for one in told] == sorted(sum(one) for one in told)

    def stop(_):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        composer.decode(orders, tell=stop)


def test_a_part_that_is_asked_to_be_silent_is_silent(composer, bars):
    controls = wishes.free(3)
    density = controls.density.copy()
    density[:, 2] = 0
    song = composer.decode([Order(bars.lengths, bars.chords, controls.changed(density=density))])[0]
    assert len(song.notes)
    assert not len(song.only([2]).notes)


def test_nothing_to_play_is_silence(composer, bars):
    asked = Order(bars.lengths, bars.chords, wishes.free(3).changed(density=0.0))
    assert len(composer.decode([asked])[0].notes) == 0
    assert composer.decode([]) == []


def test_columns_of_a_latent_belong_to_parts(composer, bars):
    one, other = composer.encode(bars), composer.encode(bars.without([1]))
    changed = (one != other).any(axis=0)
    assert changed[composer.columns[1]].any()
    assert not changed[composer.columns[0]].any()
    assert not changed[composer.columns[2]].any()


def test_saved_weights_compose_the_same_after_loading(tmp_path, composer, bars):
    composer.save(tmp_path / "w.safetensors", {"steps": "0"})
    first = door.load(tmp_path / "w.safetensors")
    first.save(tmp_path / "again.safetensors", {"steps": "0"})
    second = door.load(tmp_path / "again.safetensors")
    songs = [one.decode([order(one, bars, 3)])[0].notes for one in (first, second)]
    assert (songs[0] == songs[1]).all()


def test_the_weights_that_we_ship_load_and_keep_to_the_budget(bars):
    path = door.WEIGHTS / "composer.safetensors"
    if not path.exists():
        pytest.skip("no weights in this checkout")
    assert path.stat().st_size <= 16 * 2**20
    shipped = door.load(path)
    assert sum(weight.numel() for weight in shipped.network.parameters()) <= 3_000_000
    assert len(shipped.decode([order(shipped, bars.window(0, 2))])[0].notes)
