using System.Diagnostics;

namespace FlowActors.State;

/// <summary>
/// The state of a scope as it was at one instant, to be written out in slices while the operators go on. Used on the subtask's thread,
/// between two elements: not while user code is under way. Holds what has changed since in memory until it is written, so it should
/// be written or disposed soon. Disposing it lets it go, written or not; again does nothing.
/// </summary>
public interface IFrozenState : IDisposable
{
    /// <summary>
    /// Writes on, from where the last call has stopped: the elements, and their order, that <see cref="IStateScope.Export"/> would have
    /// written at the instant of <see cref="IStateScope.Freeze"/>. Each call gets on a little, also one whose time is over when it begins.
    /// </summary>
    /// <param name="writer">Called on the present thread; the same one at each call.</param>
    /// <param name="until">
    /// A <see cref="Stopwatch"/> timestamp. The clock is looked at after some hundred elements. What the elements of one key are, a large
    /// value, list or map, is turned into bytes at once; and some thousand elements are sorted at once, which takes less than a millisecond.
    /// </param>
    /// <returns>True when all is written: then the scope may be frozen again, and further calls do nothing.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed before all was written, or its scope was.</exception>
    /// <exception cref="InvalidOperationException">A call has failed before: dispose it.</exception>
    /// <exception cref="Exception">
    /// What the writer throws, and what a serializer has thrown, here or while an element was changed: a value that cannot be written fails the
    /// snapshot, not the call that changes it.
    /// </exception>
    bool WriteSome(IStateWriter writer, long until);

    /// <summary>
    /// What is not written by <see cref="WriteSome"/> because it lies in files of the backend; null where there is none. The state is over
    /// only once this was linked, or the state disposed.
    /// </summary>
    IFrozenDatabase? Database { get; }
}
