from modules.files.tally import Tally


class Counter:
    """A measure that takes some time on a clock of its own."""

    def __init__(self, cost):
        self.now, self.cost, self.counted = 0.0, cost, 0

    def measure(self):
        self.now += self.cost
        self.counted += 1
        return 100

    def clock(self):
        return self.now


def test_a_quick_count_is_believed_for_a_few_seconds():
    counter = Counter(cost=0)
    tally = Tally(counter.measure, at_least=5, clock=counter.clock)

    assert [tally.total() for _ in range(10)] == [100] * 10
    assert counter.counted == 1
    counter.now += 6
    tally.total()
    assert counter.counted == 2


def test_a_slow_count_is_believed_for_longer():
    counter = Counter(cost=3)
    tally = Tally(counter.measure, at_least=5, clock=counter.clock)

    tally.total()
    counter.now += 50
    tally.total()

    assert counter.counted == 1


def test_our_own_changes_show_at_once():
    counter = Counter(cost=0)
    tally = Tally(counter.measure, at_least=5, clock=counter.clock)

    tally.total()
    tally.add(20)
    tally.add(-5)

    assert tally.total() == 115
