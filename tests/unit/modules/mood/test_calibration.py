import math
import random

import pytest

from models.mood import Mood, Point
from modules.mood.calibration import Calibration, Correction, Lesson

pytestmark = pytest.mark.slow

BIASES = {
    "an offset": lambda v, a: (v - 0.3, a + 0.25),
    "an arousal upside down": lambda v, a: (v, -a),
    "a damped valence": lambda v, a: (0.4 * v, a),
    "a damped and shifted valence": lambda v, a: (0.5 * v - 0.3, a),
    "an exaggerated arousal that is too high": lambda v, a: (v, 0.6 * a + 0.4),
}
USERS = 40


class Person:
    """Somebody whose face or words are read in a biased and slightly noisy way."""

    def __init__(self, number, bias, noise=0.05):
        self.chance, self.bias, self.noise = random.Random(number), bias, noise

    def moment(self):
        """What is read, and how it really is."""
        radius, angle = math.sqrt(self.chance.random()), self.chance.random() * 2 * math.pi
        truth = Point(radius * math.cos(angle), radius * math.sin(angle))
        return Point(*(inside(value + self.chance.gauss(0, self.noise)) for value in self.bias(*truth))), truth

    def lesson(self):
        read, truth = self.moment()
        return Lesson(read, Point(*(inside(value + self.chance.gauss(0, 0.05)) for value in truth)))


def inside(value):
    return max(-1.0, min(1.0, value))


def error_left(bias, lessons, noise=0.05, spoil=None):
    """The error on unseen readings after so many corrections, as a share of the error before; per person."""
    left = []
    for number in range(USERS):
        person = Person(number, bias, noise)
        taught = [person.lesson() for _ in range(lessons)]
        calibration = Calibration.learnt({"face": spoil(taught) if spoil else taught})
        before = after = 0.0
        for _ in range(40):
            read, truth = person.moment()
            mood = calibration.adjusted(Mood.at(*read, source="face"))
            before += math.dist(read, truth)
            after += math.dist((mood.valence, mood.arousal), truth)
        left.append(after / before)
    return left


@pytest.mark.parametrize("bias", BIASES.values(), ids=BIASES)
def test_five_corrections_take_away_thirty_percent_of_the_error_on_readings_never_seen(bias):
    left = error_left(bias, 5)

    assert sum(left) / USERS <= 0.70


@pytest.mark.parametrize("bias", BIASES.values(), ids=BIASES)
def test_more_corrections_help_more(bias):
    assert sum(error_left(bias, 15)) < sum(error_left(bias, 5)) < sum(error_left(bias, 2))


@pytest.mark.parametrize("noise", [0.05, 0.15])
@pytest.mark.parametrize("lessons", [1, 5, 20])
def test_noise_teaches_nothing_to_people_who_are_read_well(lessons, noise):
    left = error_left(lambda v, a: (v, a), lessons, noise)

    assert sum(left) / USERS <= 1.08
    assert max(left) <= 1.5


def test_a_slip_of_the_finger_spoils_nothing():
    def slip(lessons):
        read, told = lessons[2].read, lessons[2].told
        return [*lessons[:2], Lesson(read, Point(inside(told[0] - 1.2), inside(told[1] + 1.2))), *lessons[3:]]

    left = error_left(BIASES["an offset"], 5, spoil=slip)

    assert sum(left) / USERS <= 0.70


def test_something_that_is_wrong_in_one_place_stays_there():
    resting = Point(-0.6, 0.6)
    taught = [Lesson(Point(-0.6 + k / 50, 0.6 - k / 50), Point(0, 0)) for k in range(5)]
    taught += [Lesson(Point(x, y), Point(x, y)) for x, y in [(0.8, 0.3), (0.5, -0.6), (-0.8, -0.4), (0.6, 0.7)]]
    correction = Correction.learnt(taught)

    assert math.dist((0, 0), [a + b for a, b in zip(resting, correction.shift(resting), strict=True)]) < 0.2
    assert math.hypot(*correction.shift(Point(0.7, -0.3))) < 0.1


def test_even_the_first_correction_is_felt_a_little():
    correction = Correction.learnt([Lesson(Point(0.5, 0.5), Point(-0.5, 0.5))])

    assert -0.9 < correction.shift(Point(0.5, 0.5)).valence < -0.2


def test_the_order_of_the_lessons_does_not_matter():
    person = Person(3, BIASES["an offset"])
    lessons = [person.lesson() for _ in range(6)]

    assert Correction.learnt(lessons).shift(Point(0.1, 0.2)) == pytest.approx(
        Correction.learnt(lessons[::-1]).shift(Point(0.1, 0.2))
    )


def test_the_same_lesson_many_times_is_no_trouble():
    lesson = Lesson(Point(0.5, 0.5), Point(0.0, 0.0))
    shift = Correction.learnt([lesson] * 24).shift(Point(0.5, 0.5))

    assert shift == pytest.approx((-0.5, -0.5), abs=0.05)


def test_a_word_that_fits_anyway_teaches_that_nothing_is_wrong():
    read = Mood.at(0.7, 0.3)

    assert Lesson.of(read, Mood.named("happy")).told == (0.7, 0.3)
    assert Lesson.of(read, Mood.named("sad")).told == (-0.8, -0.35)
    assert Lesson.of(read, Mood.at(0.85, 0.35)).told == (0.85, 0.35)


def test_a_source_that_was_never_corrected_is_left_alone():
    calibration = Calibration.learnt({"face": [Lesson(Point(0.5, 0.5), Point(0, 0))], "text": []})
    mood = Mood.at(0.5, 0.5, source="text")

    assert calibration.adjusted(mood) is mood
    assert Calibration().adjusted(mood) is mood


def test_an_adjusted_mood_stays_on_the_circle_and_keeps_its_evidence():
    calibration = Calibration.learnt({"face": [Lesson(Point(-0.9, -0.9), Point(1, 1))] * 6})
    mood = calibration.adjusted(Mood.at(0.9, 0.9, source="face", confidence=0.4, distribution={"happy": 1.0}))

    assert max(abs(mood.valence), abs(mood.arousal)) <= 1
    assert (mood.confidence, mood.distribution) == (0.4, {"happy": 1.0})
