import numpy as np
import pytest
import symusic

from modules.composing import corpus, latents, tasks

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")

from modules.composing import card, measuring, publishing, reporting  # noqa: E402
from modules.composing.architecture import Shape  # noqa: E402
from modules.composing.stream import Stream  # noqa: E402
from modules.composing.training import Plan, Training  # noqa: E402

SHAPE = Shape(width=32, layers=1, keys=1, latent=(4, 4, 8), hidden=32, slot=8, memory=16, bars=4)


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def windows(songs):
    return tasks.Windows(corpus.pack(songs), 4)


def plan(folder, **limits):
    return Plan(SHAPE, folder, events=400, warm=2, watched=3, half=False, **limits)


def test_a_run_in_two_halves_ends_like_a_run_in_one(tmp_path, windows):
    whole = Training(windows, None, plan(tmp_path, steps=6))
    whole.run(lambda state: None)
    halves = tmp_path / "halves"
    halves.mkdir()
    Training(windows, None, plan(halves, steps=6)).run(lambda state: None, pause_after=3)
    second = Training(windows, None, plan(halves, steps=6))
    assert second.resume()
    assert second.step == 3
    second.run(lambda state: None)
    pairs = zip(whole.network.state_dict().values(), second.network.state_dict().values(), strict=True)
    assert all(torch.equal(one, two) for one, two in pairs)


def test_training_ends_by_the_clock_and_writes_its_log(tmp_path, windows):
    training = Training(windows, windows, plan(tmp_path, seconds=0.2))
    training.run(lambda state: None)
    training.evaluate()
    assert training.progress() == 1.0
    assert {"f1", "held_music", "asked_density_melody"} <= set(training.rows[-1])
    assert (tmp_path / "training.csv").read_text().startswith("minutes,step")
    publishing.curves(training.rows, tmp_path / "curves.png")
    assert (tmp_path / "curves.png").stat().st_size > 1000


def test_a_few_steps_lower_the_loss(tmp_path, windows):
    training = Training(windows, windows, plan(tmp_path, steps=12))
    before = training.held_losses()["loss"]
    training.run(lambda state: None)
    assert training.held_losses()["loss"] < before


def test_the_bank_survives_the_file_and_knows_its_phrases(tmp_path, windows):
    composer = Training(windows, None, plan(tmp_path, steps=0)).composer()
    bank = publishing.bank(composer, windows, 8)
    latents.save(bank, tmp_path / "bank.npz")
    again = latents.load(tmp_path / "bank.npz")
    assert again.latents.shape == bank.latents.shape
    assert again.latents.shape[1:] == (4, 16)
    assert np.allclose(again.latents, bank.latents, atol=2e-2)
    assert set(again.names) <= set(windows.corpus.names)
    assert again.prior.draw(5, np.random.default_rng(0)).shape == (5, 16)


def test_figures_of_a_perfect_copy_and_of_silence(bars):
    assert measuring.f1(bars, bars, [0, 1, 3]) == 1
    assert measuring.f1(bars, bars.only([]), [0, 1, 3]) == 0
    assert measuring.spearman(np.array([1, 2, 3, 4.0]), np.array([1, 4, 9, 16.0])) == pytest.approx(1)
    assert measuring.resemblance([bars])["scale"] > 0.9


def test_a_card_prints_every_figure_that_a_report_holds(tmp_path, windows):
    training = Training(windows, windows, plan(tmp_path, steps=0))
    composer = training.composer()
    bank = publishing.bank(composer, windows, 4)
    figures = reporting.report(composer, windows, bank, 4)
    figures |= {f"held_{name}": value for name, value in training.held_losses().items()}
    figures |= reporting.facts(composer, bank, windows, {"minutes": 1.0, "step": 2, "events": 3})
    written = card.write(figures, SHAPE)
    assert (
        f"| pitch and sixteenth of onset | {figures['reconstruction_f1']:.2f} | {figures['polished_f1']:.2f} |"
        in written
    )
    assert "| POP909 | 4 | MIT; the songs are under copyright |" in written
    assert "{" not in written


def test_a_folder_of_midi_is_a_source_too(tmp_path):
    for seed in range(3):
        score = symusic.Score(480)
        track = symusic.Track("piano")
        rng = np.random.default_rng(seed)
        for slot in range(0, 16 * 12, 2):
            track.notes.append(symusic.Note(slot * 120, 240, int(60 + rng.integers(12)), 80))
        score.tracks.append(track)
        (tmp_path / f"{seed}.mid").write_bytes(score.dumps_midi())
    (tmp_path / "broken.mid").write_bytes(b"nothing")
    source = Stream(sorted(tmp_path.glob("*.mid")), 4)
    one, again = source.batches(1, 0, 500), source.batches(1, 0, 500)
    assert (one[0].events == again[0].events).all()
    assert one[0].events.shape[2] == 5
