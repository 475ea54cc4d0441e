using System.CommandLine.Invocation;
using FlowActors.Bench.Cases;
using FlowActors.Bench.CommandLine;

var parsed = BenchCommand.Create(AllCases.Create()).Parse(args);
// What was wrong says enough; the whole help would push it off the screen.
if (parsed.Action is ParseErrorAction error) error.ShowHelp = false;
return await parsed.InvokeAsync();
