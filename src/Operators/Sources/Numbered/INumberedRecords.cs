namespace FlowActors.Sources;

/// <summary>Makes records from their numbers. A struct, so that the loop that calls it is made for it.</summary>
internal interface INumberedRecords<out T>
{
    T At(long number);
}
