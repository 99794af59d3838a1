import { addThingToThingGroupOperation } from "./add-thing-to-thing-group.ts";
import { cancelJobOperation } from "./cancel-job.ts";
import { cancelJobExecutionOperation } from "./cancel-job-execution.ts";
import { createJobOperation } from "./create-job.ts";
import { createThingOperation } from "./create-thing.ts";
import { createThingGroupOperation } from "./create-thing-group.ts";
import { createThingTypeOperation } from "./create-thing-type.ts";
import { deleteJobOperation } from "./delete-job.ts";
import { deleteJobExecutionOperation } from "./delete-job-execution.ts";
import { deleteThingOperation } from "./delete-thing.ts";
import { describeEndpointOperation } from "./describe-endpoint.ts";
import { describeEventConfigurationsOperation } from "./describe-event-configurations.ts";
import { describeIndexOperation } from "./describe-index.ts";
import { describeJobOperation } from "./describe-job.ts";
import { describeJobExecutionOperation } from "./describe-job-execution.ts";
import { describeThingOperation } from "./describe-thing.ts";
import { getIndexingConfigurationOperation } from "./get-indexing-configuration.ts";
import { getJobDocumentOperation } from "./get-job-document.ts";
import { listJobExecutionsForJobOperation } from "./list-job-executions-for-job.ts";
import { listJobExecutionsForThingOperation } from "./list-job-executions-for-thing.ts";
import { listJobsOperation } from "./list-jobs.ts";
import { listThingGroupsOperation } from "./list-thing-groups.ts";
import { listThingGroupsForThingOperation } from "./list-thing-groups-for-thing.ts";
import { listThingTypesOperation } from "./list-thing-types.ts";
import { listThingsOperation } from "./list-things.ts";
import { listThingsInThingGroupOperation } from "./list-things-in-thing-group.ts";
import { removeThingFromThingGroupOperation } from "./remove-thing-from-thing-group.ts";
import { searchIndexOperation } from "./search-index.ts";
import { updateEventConfigurationsOperation } from "./update-event-configurations.ts";
import { updateIndexingConfigurationOperation } from "./update-indexing-configuration.ts";
import type { Operation } from "../http/operation.ts";

export const CONTROL_PLANE: Operation[] = [
  addThingToThingGroupOperation,
  cancelJobOperation,
  cancelJobExecutionOperation,
  createJobOperation,
  createThingOperation,
  createThingGroupOperation,
  createThingTypeOperation,
  deleteJobOperation,
  deleteJobExecutionOperation,
  deleteThingOperation,
  describeEndpointOperation,
  describeEventConfigurationsOperation,
  describeIndexOperation,
  describeJobOperation,
  describeJobExecutionOperation,
  describeThingOperation,
  getIndexingConfigurationOperation,
  getJobDocumentOperation,
  listJobExecutionsForJobOperation,
  listJobExecutionsForThingOperation,
  listJobsOperation,
  listThingGroupsOperation,
  listThingGroupsForThingOperation,
  listThingTypesOperation,
  listThingsOperation,
  listThingsInThingGroupOperation,
  removeThingFromThingGroupOperation,
  searchIndexOperation,
  updateEventConfigurationsOperation,
  updateIndexingConfigurationOperation,
];
