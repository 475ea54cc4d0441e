using FlowActors.Operators;

namespace FlowActors.Sinks;

/// <summary>Hands each record to who reads the results of the running job, and takes no more while that one lags behind.</summary>
internal sealed class ResultStreamSink<T>(ResultStream<T> results) : Sink<T>
{
    public override SinkWriter<T> CreateWriter() => new Writer(results);

    private sealed class Writer(ResultStream<T> results) : SinkWriter<T>
    {
        // What one call of user code before the sink emits while there is no room.
        private readonly Queue<T> _overdraft = new();
        private ISinkContext? _context;
        private int _isWaiting;

        public override void Open(ISinkContext context) => _context = context;

        public override void Write(T value, long timestamp)
        {
            if (_overdraft.Count == 0 && results.Writer.TryWrite(value)) return;
            while (_overdraft.Count >= ResultStream<T>.RecordsMax && !TryEmpty())
            {
                // Nobody reads any more: the job has ended.
                if (!results.Writer.WaitToWriteAsync(_context!.Cancelled).AsTask().GetAwaiter().GetResult()) return;
            }

            _overdraft.Enqueue(value);
            _context!.Suspend();
        }

        public override Progress Resume()
        {
            if (TryEmpty()) return Progress.Done;
            if (Interlocked.Exchange(ref _isWaiting, 1) == 0) _ = WakeWithRoomAsync();
            return Progress.Waiting;
        }

        public override void Flush(bool endOfInput)
        {
            if (_overdraft.Count > 0) _context!.Suspend();
        }

        private bool TryEmpty()
        {
            while (_overdraft.TryPeek(out var next) && results.Writer.TryWrite(next)) _overdraft.Dequeue();
            return _overdraft.Count == 0;
        }

        private async Task WakeWithRoomAsync()
        {
            try
            {
                if (!await results.Writer.WaitToWriteAsync(_context!.Cancelled).ConfigureAwait(false)) return;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            // Before the wake: whoever resumes and finds no room waits anew.
            Volatile.Write(ref _isWaiting, 0);
            _context.Wake();
        }
    }
}
