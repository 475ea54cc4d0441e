using FlowActors.Operators;
using FlowActors.Sources;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>Records in an array, all read by each subtask.</summary>
internal sealed class Listed<T>(T[] records) : Source<T>
{
    public override Boundedness Boundedness => Boundedness.Bounded;

    public override SourceReader<T> CreateReader() => new Reader(records);

    private sealed class Reader(T[] records) : SourceReader<T>
    {
        private RunQuantum? _quantum;
        private int _next;

        public override void Open(OperatorContext context) => _quantum = context.Quantum;

        public override Progress Poll(Output<T> output)
        {
            while (!_quantum!.ShouldYield())
            {
                if (_next == records.Length) return Progress.Done;
                output.Collect(records[_next++], Timestamps.None);
            }

            return _quantum.Stop;
        }
    }
}
