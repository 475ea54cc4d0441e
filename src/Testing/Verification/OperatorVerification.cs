using FlowActors.Graph;
using FlowActors.Operators;

namespace FlowActors.Testing;

/// <summary>
/// Proves that an operator survives what happens to it in a cluster. A scripted input is run plainly, and again: with a snapshot after
/// each element; with a snapshot and a restore after each element; with an output that is full after each record; with both; and, where
/// all inputs are keyed or one is broadcast, with three subtasks and with a restore at another parallelism after each element. All runs must
/// give the same results for each element, those of several subtasks in any order; those for a record of a broadcast input may come from
/// each subtask.
/// </summary>
/// <remarks>
/// After a restore the operator hears again what the script has said about event time; what it emits then counts. After an input has
/// ended it is not restored. Records are compared by their bytes.
/// </remarks>
public static class OperatorVerification
{
    /// <summary>Verifies the one operator that a program adds to its input; see <see cref="OperatorHarness.Of{TIn,TOut}"/>.</summary>
    /// <typeparam name="TIn">What comes in.</typeparam>
    /// <typeparam name="TOut">What goes out.</typeparam>
    /// <param name="program">Adds exactly one operator; it must make a new function at each call of a factory.</param>
    /// <param name="write">Writes the script.</param>
    /// <param name="settings">The operator's surroundings; its parallelism does not count. Null for the defaults.</param>
    /// <exception cref="OperatorVerificationException">Some run gave other results than the plain one.</exception>
    /// <exception cref="OperatorFailedException">The operator threw in the plain run.</exception>
    public static void Verify<TIn, TOut>(
        Func<DataStream<TIn>, DataStream<TOut>> program, Action<HarnessScript<TIn>> write, HarnessSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(write);
        settings ??= new HarnessSettings();
        var script = new HarnessScript<TIn>();
        write(script);
        Verify(ProgramUnderTest.Plan(program, settings), script, settings);
    }

    /// <summary>
    /// Verifies the one operator that a program adds to its two inputs; see <see cref="OperatorHarness.Of{TFirst,TSecond,TOut}"/>.
    /// </summary>
    /// <typeparam name="TFirst">What comes in by input 0.</typeparam>
    /// <typeparam name="TSecond">What comes in by input 1.</typeparam>
    /// <typeparam name="TOut">What goes out.</typeparam>
    /// <param name="program">Adds exactly one operator; it must make a new function at each call of a factory.</param>
    /// <param name="write">Writes the script.</param>
    /// <param name="settings">The operator's surroundings; its parallelism does not count. Null for the defaults.</param>
    /// <exception cref="OperatorVerificationException">Some run gave other results than the plain one.</exception>
    /// <exception cref="OperatorFailedException">The operator threw in the plain run.</exception>
    public static void Verify<TFirst, TSecond, TOut>(
        Func<DataStream<TFirst>, DataStream<TSecond>, DataStream<TOut>> program, Action<HarnessScript> write, HarnessSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(write);
        settings ??= new HarnessSettings();
        var script = new HarnessScript();
        write(script);
        Verify(ProgramUnderTest.Plan(program, settings), script, settings);
    }

    /// <summary>Verifies an operator that is written by hand.</summary>
    /// <param name="createOperator">Makes a new operator at each call.</param>
    /// <param name="inputs">Its inputs, by number.</param>
    /// <param name="outputs">The types of its outputs' records, by number.</param>
    /// <param name="write">Writes the script.</param>
    /// <param name="settings">The operator's surroundings; its parallelism does not count. Null for the defaults.</param>
    /// <param name="name">Its name, in messages, and its uid.</param>
    /// <exception cref="OperatorVerificationException">Some run gave other results than the plain one.</exception>
    /// <exception cref="OperatorFailedException">The operator threw in the plain run.</exception>
    public static void Verify(
        Func<IInputOperator> createOperator,
        IReadOnlyList<HarnessInput> inputs,
        IReadOnlyList<Type> outputs,
        Action<HarnessScript> write,
        HarnessSettings? settings = null,
        string name = "Operator") => Verify(OperatorHarness.NodeOf(createOperator, inputs, outputs, name), inputs, write, settings);

    /// <summary>Verifies the operator of a node that is written by hand.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="inputs">Its inputs, by number, of the types that the node says.</param>
    /// <param name="write">Writes the script.</param>
    /// <param name="settings">The operator's surroundings; its parallelism does not count. Null for the defaults.</param>
    /// <exception cref="OperatorVerificationException">Some run gave other results than the plain one.</exception>
    /// <exception cref="OperatorFailedException">The operator threw in the plain run.</exception>
    public static void Verify(OperatorNode node, IReadOnlyList<HarnessInput> inputs, Action<HarnessScript> write, HarnessSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(write);
        var script = new HarnessScript();
        write(script);
        Verify(OperatorBlueprint.Of(node, inputs), script, settings ?? new HarnessSettings());
    }

    private static void Verify(OperatorBlueprint blueprint, HarnessScript script, HarnessSettings settings)
    {
        if (script.Steps.Count == 0) throw new ArgumentException("The script is empty: there is nothing to compare.");
        var verifier = new Verifier(blueprint, settings with { Parallelism = 1, SubtaskIndex = 0 }, script);
        verifier.Run();
    }
}
