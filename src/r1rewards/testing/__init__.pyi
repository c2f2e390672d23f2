"""For tests of rewards, and of the code around them: where the public names are loaded from."""

from r1rewards.testing.assertions import assert_invariant as assert_invariant
from r1rewards.testing.assertions import assert_never_paid as assert_never_paid
from r1rewards.testing.assertions import assert_order as assert_order
from r1rewards.testing.assertions import assert_reward as assert_reward
from r1rewards.testing.callables import as_reward as as_reward
from r1rewards.testing.cases import Case as Case
from r1rewards.testing.cases import read_cases as read_cases
from r1rewards.testing.executor import MockExecutor as MockExecutor
from r1rewards.testing.failures import FAILURES as FAILURES
from r1rewards.testing.failures import Failure as Failure
from r1rewards.testing.fake_models import FakeModelServer as FakeModelServer
from r1rewards.testing.snapshots import RewardSnapshot as RewardSnapshot
from r1rewards.testing.strategies.answers import answers as answers
from r1rewards.testing.strategies.answers import different_pairs as different_pairs
from r1rewards.testing.strategies.answers import equivalent_pairs as equivalent_pairs
from r1rewards.testing.strategies.completions import Completion as Completion
from r1rewards.testing.strategies.completions import completions as completions
from r1rewards.testing.strategies.hedges import hedges as hedges
from r1rewards.testing.strategies.trajectories import Trajectory as Trajectory
from r1rewards.testing.strategies.trajectories import trajectories as trajectories
from r1rewards.testing.variants import variants as variants
