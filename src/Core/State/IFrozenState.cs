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
    /// written at the instant of <see cref="IStateScope.Freeze"/>. Each call writes something, so that calls in the past come to an end too.
    /// </summary>
    /// <param name="writer">Called on the present thread; the same one at each call.</param>
    /// <param name="until">
    /// A <see cref="Stopwatch"/> timestamp. The clock is looked at after some hundred elements at most; a value is never cut,
    /// so a large one may take longer.
    /// </param>
    /// <returns>True when all is written: then the scope may be frozen again, and further calls do nothing.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed before all was written, or its scope was.</exception>
    /// <exception cref="InvalidOperationException">A call has failed before, by what the writer has thrown: dispose it.</exception>
    bool WriteSome(IStateWriter writer, long until);
}
