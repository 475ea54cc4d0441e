using CsCheck;
using FlowActors.State;
using FlowActors.State.Snapshots.Files;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>
/// States of all kinds under generated calls, between which they are frozen, written in slices or let go: what is written is what an export at the
/// instant of freezing has written, in its order, and a scope that is restored from it holds just that.
/// </summary>
/// <param name="backendOfSteps">Makes one that looks at the clock after so many steps.</param>
/// <param name="share">Where each call takes long: one in so many scripts is tried.</param>
public abstract class FrozenAgainstExport(Func<int, IStateBackend> backendOfSteps, int share = 1)
{
    private const int Freeze = AllStates<int>.Verbs;
    private const int Abandon = Freeze + 1;
    private const int AskForLate = Freeze + 2;
    private const int Write = Freeze + 3;
    private const int Last = Freeze + 9;

    private static readonly Gen<(int Steps, (int Key, int Verb, int Argument)[] Calls)> Scripts =
        from steps in Gen.OneOf(1, 3, 20, 300)
        from keys in Gen.OneOf(2, 30, 2_000)
        from first in Gen.Select(Gen.Int[0, keys], Gen.Int[0, Freeze - 1], Gen.Int[0, 400]).Array[0, 600]
        from calls in Gen.Select(Gen.Int[0, keys], Gen.Int[0, Last], Gen.Int[0, 400]).Array[0, 1_500]
        select (steps, (((int, int, int)[])[.. first, .. calls]));

    [Fact]
    public void Keys_of_numbers() => Check(i => i * 7_919L);

    [Fact]
    public void Keys_that_begin_alike() => Check(i => $"customers/of/the/north/{i}");

    private void Check<TKey>(Func<int, TKey> keyOf)
    {
        var complete = 0;
        Seeded.Check(
            Scripts,
            script =>
            {
                using var backend = backendOfSteps(script.Steps);
                using var others = new AllStates<TKey>(backend, keyOf);
                for (var i = 0; i < 30; i++) others.AskForLateStates(i);
                using var states = new AllStates<TKey>(backend, keyOf, others.Scope.Export);
                var running = new Running<TKey>(states, backend);
                foreach (var (key, verb, argument) in script.Calls)
                {
                    switch (verb)
                    {
                        case Freeze: running.Freeze(); break;
                        case Abandon: running.Abandon(argument); break;
                        case AskForLate: if (argument < 20) states.AskForLateStates(argument); break;
                        case >= Write: running.Write(); break;
                        default: states.Apply(key, verb, argument); break;
                    }
                }

                running.Finish();
                complete += running.Complete;
            },
            40 / share);
        Assert.InRange(complete, 60 / share, int.MaxValue);
    }

    private sealed class Running<TKey>(AllStates<TKey> states, IStateBackend backend)
    {
        private IFrozenState? _frozen;
        private RecordedElements _expected = [];
        private Teed _written = new();

        /// <summary>How many frozen states were written to their ends.</summary>
        public int Complete { get; private set; }

        public void Freeze()
        {
            if (_frozen is not null)
            {
                Assert.Throws<InvalidOperationException>(() => states.Scope.Freeze());
                return;
            }

            _expected = [];
            _written = new Teed();
            states.Scope.Export(_expected);
            _frozen = states.Scope.Freeze();
        }

        public void Write()
        {
            if (_frozen?.WriteSome(_written, until: 0) is not true) return;
            _frozen.Dispose();
            _frozen = null;
            Complete++;
            Assert.Equal(_expected, _written.Elements);
            Assert.Equal(_expected.Headers, _written.Elements.Headers);
            if (Complete % 4 == 1) AssertRestored(_expected, _written);
        }

        public void Abandon(int argument)
        {
            if (argument % 8 != 0) return;
            _frozen?.Dispose();
            _frozen = null;
        }

        public void Finish()
        {
            while (_frozen is not null) Write();
            Freeze();
            while (_frozen is not null) Write();
        }

        private void AssertRestored(RecordedElements expected, Teed written)
        {
            using var restored = backend.Scope(16, time: new ManualClock());
            using var file = written.Read();
            var target = restored.Restore();
            foreach (var (number, header) in file.States) target.Add(number, header);
            foreach (var group in file.KeyGroups.OrderBy(g => (uint)g))
            {
                for (var cursor = file.Read(group); cursor.MoveNext();) target.Write(cursor.State, cursor.Current);
            }

            var again = new RecordedElements();
            restored.Export(again);
            Assert.Equal(expected, again);
        }
    }

    /// <summary>Takes what is written, and writes it into a file as well, which refuses what is out of order.</summary>
    private sealed class Teed : IStateWriter
    {
        private readonly MemoryStream _stream = new();
        private readonly SnapshotFileWriter _file;

        public Teed() => _file = new SnapshotFileWriter(_stream, blockBytes: 500);

        public RecordedElements Elements { get; } = [];

        public void Add(int state, StateHeader header)
        {
            Elements.Add(state, header);
            _file.Add(state, header);
        }

        public void Write(int state, in StateElement element)
        {
            Elements.Write(state, element);
            _file.Write(state, element);
        }

        public SnapshotFileReader Read()
        {
            _file.Complete();
            return SnapshotFileReader.Open("frozen", () => new MemoryStream(_stream.ToArray()));
        }
    }
}
