import numpy as np
import pytest

from modules.composing import latents


def some(seed, bars=8):
    return np.random.default_rng(seed).standard_normal((bars, 16)).astype(np.float32)


def test_the_ends_of_the_arc_are_the_two_themselves():
    one, two = some(1), some(2)
    assert np.allclose(latents.interpolate(one, two, 0), one, atol=1e-5)
    assert np.allclose(latents.interpolate(one, two, 1), two, atol=1e-5)


def test_halfway_is_as_far_from_both_and_no_shorter():
    one, two = some(1), some(2)
    middle = latents.interpolate(one, two, 0.5)
    unit = [side / np.linalg.norm(side, axis=-1, keepdims=True) for side in (one, two, middle)]
    assert np.allclose((unit[0] * unit[2]).sum(-1), (unit[1] * unit[2]).sum(-1), atol=1e-4)
    assert np.allclose(
        np.linalg.norm(middle, axis=-1), (np.linalg.norm(one, axis=-1) + np.linalg.norm(two, axis=-1)) / 2, rtol=1e-4
    )


def test_the_same_latents_in_between_stay_what_they_are():
    assert np.allclose(latents.interpolate(some(1), some(1), 0.3), some(1), atol=1e-5)


def test_nearby_moves_by_the_amount_and_repeats_with_its_generator():
    here = some(1)
    far = [np.linalg.norm(latents.nearby(here, amount, np.random.default_rng(3)) - here) for amount in (0, 0.2, 0.6, 1)]
    assert far[0] == 0
    assert far == sorted(far)
    again = [latents.nearby(here, 0.4, np.random.default_rng(3)) for _ in range(2)]
    assert (again[0] == again[1]).all()


def test_a_prior_learns_how_bars_follow_each_other():
    rng = np.random.default_rng(0)
    songs = []
    for _ in range(40):
        walk = [rng.standard_normal(4)]
        for _ in range(60):
            walk.append(0.9 * walk[-1] + 0.4 * rng.standard_normal(4))
        songs.append(np.stack(walk) + 2)
    prior = latents.fit_prior(songs)
    assert np.allclose(prior.mean, 2, atol=0.4)
    assert np.allclose(np.diag(prior.follow), 0.9, atol=0.1)
    drawn = prior.draw(400, np.random.default_rng(1), warmth=1)
    assert drawn.shape == (400, 4)
    assert np.corrcoef(drawn[:-1, 0], drawn[1:, 0])[0, 1] == pytest.approx(0.9, abs=0.12)
