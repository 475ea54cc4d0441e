using FlowActors.State.Scans;
using CsCheck;
using FlowActors.Runtime.Client.Watching;
using FlowActors.Runtime.Control.Watching;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Queries;
using static FlowActors.Runtime.Control.Watching.StateWatchProtocol;

namespace FlowActors.Runtime.Tests.Watching;

/// <summary>
/// A watched key over nodes that hold questions, in virtual time, with messages that are late or lost and attempts that follow each other on any node:
/// what is known never goes back, and
/// is right in the end.
/// </summary>
public sealed class WatchScheduleTests
{
    private const int Nodes = 3;

    [Fact]
    public void What_is_known_never_goes_back_and_is_right_in_the_end() => Seeded.Check(Gen.Int.Array[0, 200], choices => new Run().Check(choices), iterations: 1_000);

    /// <summary>One schedule.</summary>
    private sealed class Run
    {
        private static readonly JobId Job = new("00112233445566778899aabbccddeeff");
        private readonly WatchTable<int>[] _tables = [.. Enumerable.Range(0, Nodes).Select(_ => new WatchTable<int>(10))];
        private readonly byte[]?[] _known = new byte[]?[Nodes];
        private readonly SubtaskId?[] _owners = new SubtaskId?[Nodes];
        private readonly int[] _asked = new int[Nodes];
        private readonly List<(int Node, WatchLook Look)> _looks = [];
        private readonly List<(int Node, int Asked, KeySeen Answer)> _answers = [];
        private readonly WatchNews _news = new(Reading(1, 0));
        private readonly List<(int Attempt, int Value)> _seen = [(1, 0)];
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;
        private int _node;
        private int _attempt = 1;
        private int _value;
        private bool _isAlive = true;

        public void Check(int[] choices)
        {
            for (var node = 0; node < Nodes; node++)
            {
                _known[node] = WatchDigest.Of(Reading(1, 0));
                Ask(node);
            }

            foreach (var choice in choices) Step((int)((uint)choice % 1000));
            if (!_isAlive) Restart(0);
            for (var i = 0; i < 100; i++)
            {
                for (var node = 0; node < Nodes; node++) Look(node);
                for (var left = _looks.Count; left > 0; left--) Take(0);
                for (var left = _answers.Count; left > 0; left--) Deliver(0);
            }

            Assert.Equal((_attempt, _value), _seen[^1]);
            Assert.Equal(_seen.Distinct().Order(), _seen);
            Assert.All(_tables, table => Assert.InRange(table.Count, 0, 1));
            Assert.True(_news.IsSomewhere);
        }

        private void Step(int choice)
        {
            var node = choice % Nodes;
            switch (choice / 100)
            {
                case 0 or 1 when _isAlive: _value++; break;
                case 2: _isAlive = false; break;
                case 3 when !_isAlive: Restart(node); break;
                case 4 or 5: Look(node); break;
                case 6 when _looks.Count > 0: Take(choice % _looks.Count); break;
                case 7 or 8 when _answers.Count > 0: Deliver(choice % _answers.Count); break;
                case 9:
                    // The question, or its answer, was lost: it is asked again.
                    _news.Lose($"{node}");
                    _owners[node] = null;
                    Ask(node);
                    break;
            }
        }

        private void Restart(int node)
        {
            (_isAlive, _node, _value) = (true, node, 0);
            _attempt++;
        }

        private void Ask(int node)
        {
            _asked[node]++;
            Assert.True(_tables[node].TryHold(new WatchKey(Job, "w", "u", "s", [1], _known[node], _owners[node], 1_000), _asked[node], _now));
        }

        private void Look(int node)
        {
            _now += WatchAgent.Interval;
            foreach (var (asker, answer) in _tables[node].Expire(_now)) _answers.Add((node, asker, answer));
            foreach (var look in _tables[node].Look(_now)) _looks.Add((node, look));
        }

        // What the subtask has by now; it may live elsewhere, or nowhere.
        private void Take(int index)
        {
            var (node, look) = _looks[index];
            _looks.RemoveAt(index);
            var owner = new SubtaskId(Job, _attempt, 0, 0);
            var isHere = _isAlive && node == _node && (look.Owner is null || look.Owner == owner);
            IReadOnlyList<QueryAnswer<KeysOfSubtask>> answers =
                isHere ? [new(QueryOutcome.Answered, new KeysOfSubtask(owner, [new KeySight(QueryOutcome.Answered, Reading(_attempt, _value), null)]), null)] : [];
            foreach (var (asker, answer) in _tables[node].Take(look, answers)) _answers.Add((node, asker, answer));
        }

        private void Deliver(int index)
        {
            var (node, asked, answer) = _answers[index];
            _answers.RemoveAt(index);
            // The one who has asked that has gone.
            if (asked != _asked[node]) return;
            var before = _news.View.Version;
            _news.Take($"{node}", answer);
            if (_news.View.Version != before) _seen.Add((_news.View.Attempt, BitConverter.ToInt32(_news.View.Reading!.Elements[0].Value)));
            _known[node] = answer.Digest ?? _known[node];
            _owners[node] = answer.Owner;
            Ask(node);
        }

        private static KeyReading Reading(int attempt, int value) => new(0, attempt, [new StoredElementBytes([], BitConverter.GetBytes(value))]);
    }
}
