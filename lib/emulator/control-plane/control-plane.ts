import { addThingToThingGroupOperation } from "./add-thing-to-thing-group.ts";
import { associateTargetsWithJobOperation } from "./associate-targets-with-job.ts";
import { cancelJobOperation } from "./cancel-job.ts";
import { cancelJobExecutionOperation } from "./cancel-job-execution.ts";
import { createDynamicThingGroupOperation } from "./create-dynamic-thing-group.ts";
import { createJobOperation } from "./create-job.ts";
import { createJobTemplateOperation } from "./create-job-template.ts";
import { createThingOperation } from "./create-thing.ts";
import { createThingGroupOperation } from "./create-thing-group.ts";
import { createThingTypeOperation } from "./create-thing-type.ts";
import { deleteJobOperation } from "./delete-job.ts";
import { deleteJobExecutionOperation } from "./delete-job-execution.ts";
import { deleteJobTemplateOperation } from "./delete-job-template.ts";
import { deleteThingOperation } from "./delete-thing.ts";
import { deleteDynamicThingGroupOperation, deleteThingGroupOperation } from "./delete-thing-group.ts";
import { deleteThingTypeOperation } from "./delete-thing-type.ts";
import { deprecateThingTypeOperation } from "./deprecate-thing-type.ts";
import { describeEndpointOperation } from "./describe-endpoint.ts";
import { describeEventConfigurationsOperation } from "./describe-event-configurations.ts";
import { describeIndexOperation } from "./describe-index.ts";
import { describeJobOperation } from "./describe-job.ts";
import { describeJobExecutionOperation } from "./describe-job-execution.ts";
import { describeJobTemplateOperation } from "./describe-job-template.ts";
import { describeThingOperation } from "./describe-thing.ts";
import { describeThingGroupOperation } from "./describe-thing-group.ts";
import { describeThingTypeOperation } from "./describe-thing-type.ts";
import { getBucketsAggregationOperation } from "./get-buckets-aggregation.ts";
import { getIndexingConfigurationOperation } from "./get-indexing-configuration.ts";
import { getJobDocumentOperation } from "./get-job-document.ts";
import { getStatisticsOperation } from "./get-statistics.ts";
import { listIndicesOperation } from "./list-indices.ts";
import { listJobExecutionsForJobOperation } from "./list-job-executions-for-job.ts";
import { listJobExecutionsForThingOperation } from "./list-job-executions-for-thing.ts";
import { listJobTemplatesOperation } from "./list-job-templates.ts";
import { listJobsOperation } from "./list-jobs.ts";
import { listTagsForResourceOperation } from "./list-tags-for-resource.ts";
import { listThingGroupsOperation } from "./list-thing-groups.ts";
import { listThingGroupsForThingOperation } from "./list-thing-groups-for-thing.ts";
import { listThingTypesOperation } from "./list-thing-types.ts";
import { listThingsOperation } from "./list-things.ts";
import { listThingsInThingGroupOperation } from "./list-things-in-thing-group.ts";
import { removeThingFromThingGroupOperation } from "./remove-thing-from-thing-group.ts";
import { searchIndexOperation } from "./search-index.ts";
import { tagResourceOperation } from "./tag-resource.ts";
import { untagResourceOperation } from "./untag-resource.ts";
import { updateDynamicThingGroupOperation } from "./update-dynamic-thing-group.ts";
import { updateEventConfigurationsOperation } from "./update-event-configurations.ts";
import { updateIndexingConfigurationOperation } from "./update-indexing-configuration.ts";
import { updateJobOperation } from "./update-job.ts";
import { updateThingOperation } from "./update-thing.ts";
import { updateThingGroupOperation } from "./update-thing-group.ts";
import { updateThingGroupsForThingOperation } from "./update-thing-groups-for-thing.ts";
import type { Operation } from "../http/operation.ts";

export const CONTROL_PLANE: Operation[] = [
  addThingToThingGroupOperation,
  associateTargetsWithJobOperation,
  cancelJobExecutionOperation,
  cancelJobOperation,
  createDynamicThingGroupOperation,
  createJobOperation,
  createJobTemplateOperation,
  createThingGroupOperation,
  createThingOperation,
  createThingTypeOperation,
  deleteDynamicThingGroupOperation,
  deleteJobExecutionOperation,
  deleteJobOperation,
  deleteJobTemplateOperation,
  deleteThingGroupOperation,
  deleteThingOperation,
  deleteThingTypeOperation,
  deprecateThingTypeOperation,
  describeEndpointOperation,
  describeEventConfigurationsOperation,
  describeIndexOperation,
  describeJobExecutionOperation,
  describeJobOperation,
  describeJobTemplateOperation,
  describeThingGroupOperation,
  describeThingOperation,
  describeThingTypeOperation,
  getBucketsAggregationOperation,
  getIndexingConfigurationOperation,
  getJobDocumentOperation,
  getStatisticsOperation,
  listIndicesOperation,
  listJobExecutionsForJobOperation,
  listJobExecutionsForThingOperation,
  listJobTemplatesOperation,
  listJobsOperation,
  listTagsForResourceOperation,
  listThingGroupsForThingOperation,
  listThingGroupsOperation,
  listThingTypesOperation,
  listThingsInThingGroupOperation,
  listThingsOperation,
  removeThingFromThingGroupOperation,
  searchIndexOperation,
  tagResourceOperation,
  untagResourceOperation,
  updateDynamicThingGroupOperation,
  updateEventConfigurationsOperation,
  updateIndexingConfigurationOperation,
  updateJobOperation,
  updateThingGroupOperation,
  updateThingGroupsForThingOperation,
  updateThingOperation,
];
